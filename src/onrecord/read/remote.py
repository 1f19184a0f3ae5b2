"""Files that are not on this machine: `s3://`, `gs://`, `hdfs://` and whatever else fsspec opens.

Credentials come from where the package of the file system looks for them, such as the environment or its own
configuration. A path that holds a password is refused, because paths are printed and written into records.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from onrecord.errors import ConfigurationError, OnRecordError, ReadError
from onrecord.extras import import_extra
from onrecord.read.registry import SUFFIXES, find_format_by_suffix

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_WEB = frozenset({"http", "https"})
_MAGIC = re.compile(r"[*?\[]")


def is_remote(path: str) -> bool:
    """Tell whether a path is for fsspec. Addresses of the web are not: pages are fetched through feeds.

    Example:
        >>> is_remote("s3://news/crawl.warc.gz"), is_remote("reports/"), is_remote("https://post.example/")
        (True, False, False)
    """
    scheme = _SCHEME.match(path)
    return scheme is not None and scheme[1].lower() not in _WEB


def open_file_system(path: str) -> tuple[Any, str]:
    """Give the file system of a path, and the path in it.

    Raises:
        ConfigurationError: The path holds a user or password, or there is no such file system.
        MissingExtraError: fsspec, or the package of this file system, is not installed.
    """
    scheme, _, rest = path.partition("://")
    if "@" in rest.partition("/")[0]:
        raise ConfigurationError(
            f"a path on {scheme}:// holds a user or password; leave it out, and put credentials where the package of "
            "that file system looks for them, such as the environment"
        )
    fsspec = import_extra("fsspec", "remote")
    try:
        file_system, inner = fsspec.core.url_to_fs(path)
    except ImportError as error:
        raise ConfigurationError(f"{scheme}:// needs a package that is not installed ({error})") from error
    except ValueError as error:
        raise ConfigurationError(f"there is no file system {scheme}://; give a path that fsspec opens") from error
    return file_system, str(inner)


@contextmanager
def open_remote(path: str) -> Iterator[BinaryIO]:
    """Open a file for reading.

    Raises:
        ReadError: It cannot be opened or read.
    """
    file_system, inner = open_file_system(path)
    with remote_errors(path), file_system.open(inner, "rb") as stream:
        yield stream


def describe_remote(path: str) -> tuple[int, str]:
    """Give the size of a file and a tag that changes with its content, without reading it.

    Raises:
        ReadError: The file system does not answer.
    """
    file_system, inner = open_file_system(path)
    with remote_errors(path):
        found = file_system.info(inner)
        # Object stores have a hash of the content; other systems at least a time of change.
        named = next((str(found[key]) for key in ("ETag", "etag", "md5Hash", "crc32c") if found.get(key)), None)
        tag = named or file_system.ukey(inner)
        return int(found["size"]), f"tag:{hashlib.sha256(str(tag).encode()).hexdigest()[:32]}"


def expand_remote(path: str) -> list[str]:
    """Find the files that a path names: a file, a folder with all folders in it, or a glob.

    Raises:
        ReadError: There are none.
    """
    file_system, inner = open_file_system(path)
    with remote_errors(path):
        if _MAGIC.search(inner):
            files = [found for found in file_system.glob(inner) if not file_system.isdir(found)]
        elif file_system.isdir(inner):
            files = [found for found in file_system.find(inner) if _is_of_known_format(found)]
        else:
            files = [inner] if file_system.exists(inner) else []
        if not files:
            raise ReadError(path, f"names no file; check the name, or give a folder with files ({', '.join(SUFFIXES)})")
        return [str(file_system.unstrip_protocol(found)) for found in sorted(files)]


def _is_of_known_format(path: str) -> bool:
    is_hidden = any(part.startswith((".", "_")) for part in path.split("/"))
    return not is_hidden and find_format_by_suffix(path) is not None


@contextmanager
def remote_errors(path: str) -> Iterator[None]:
    """Turn what a file system raises into a ReadError; its own words are left out, since they may hold credentials.

    Raises:
        ReadError: It raised something.
    """
    try:
        yield
    except OnRecordError:
        raise
    except Exception as error:
        reason = f"cannot be read ({type(error).__name__}); check the name, the credentials and the network"
        raise ReadError(path, reason) from error
