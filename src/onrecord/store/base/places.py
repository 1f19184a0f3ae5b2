"""Where a store lies: reading its path or URL, and naming it without what nobody may see."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from onrecord.errors import ConfigurationError

_SQLITE_MODES = {"ro": (True, False), "rw": (False, False), "rwc": (False, True)}
"""What the ``mode`` of an SQLite URL allows: whether it is for reading only, and whether it may create the file."""
_HOST = re.compile(r"[\w.:%-]+")
_SECRETS = ("password", "passfile", "sslpassword")
HIDDEN = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for a secret in a message."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a store.

    Attributes:
        url: What SQLAlchemy opens; for SQLite only the path.
        name: What messages show: the path, or the host and the database.
        read_only: Whether the place itself asks to be read only.
        creates: Whether the place lets a file be created.
    """

    url: URL
    name: str
    read_only: bool = False
    creates: bool = True

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    def hide_secrets(self, words: str) -> str:
        """Replace passwords in words that come from a driver."""
        query = self.url.query
        secrets = [self.url.password, *(query.get(name) for name in _SECRETS)]
        if self.url.host and not _HOST.fullmatch(self.url.host):
            secrets.append(self.url.host)
        for secret in secrets:
            if isinstance(secret, str) and secret:
                words = words.replace(secret, HIDDEN).replace(quote(secret, safe=""), HIDDEN)
        return words


def read_place(place: str | os.PathLike[str]) -> Place:
    """Read a path or a URL.

    Args:
        place: A path, ``sqlite:///PATH`` (with ``?mode=ro``, ``rw`` or ``rwc``), or ``postgresql://…``.

    Raises:
        ConfigurationError: The URL is malformed, or of another kind of database.

    Example:
        >>> read_place("postgresql://ada:secret@news.example/archive").name
        'postgresql://news.example/archive'
    """
    words = os.fspath(place)
    if "://" not in words:
        if not words or "\0" in words:
            raise ConfigurationError("the store has no name; use a file such as onrecord.db")
        return Place(URL.create("sqlite+pysqlite", database=words), words)
    try:
        url = make_url(_escape_credentials(words))
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise ConfigurationError("the store's URL is not valid; use a file, or postgresql+psycopg://…") from error
    if backend == "sqlite" and url.database:
        return _read_sqlite(url)
    if backend == "postgresql":
        return Place(url.set(drivername="postgresql+psycopg"), _name_server(url))
    raise ConfigurationError(f"{backend} cannot hold a store; use a file, or postgresql+psycopg://…")


def name_place(place: str) -> str:
    """Name a place for a message: the path, or the host and the database, never a user or password.

    Example:
        >>> name_place("postgresql://news.example/archive?password=secret")
        'postgresql://news.example/archive'
    """
    try:
        return read_place(place).name
    except ConfigurationError:
        return place.partition("://")[0] + "://" + HIDDEN if "://" in place else place


def _escape_credentials(words: str) -> str:
    """Escape a ``@`` inside a password: the last one before the query ends the user and password."""
    scheme, _, rest = words.partition("://")
    before, mark, query = rest.partition("?")
    if "@" in query and "=" not in query.partition("@")[0]:
        # What has no name before it is no query: the question mark belongs to the password.
        before, mark, query = rest, "", ""
    credentials, _, place = before.rpartition("@")
    user, colon, password = credentials.partition(":")
    if not colon or not ("@" in credentials or "?" in credentials):
        return words
    return f"{scheme}://{user}:{quote(unquote(password), safe='')}@{place}{mark}{query}"


def _read_sqlite(url: URL) -> Place:
    mode = url.query.get("mode", "rwc")
    unknown = sorted(set(url.query) - {"mode"})
    if unknown or not isinstance(mode, str) or mode not in _SQLITE_MODES:
        wrong = unknown[0] if unknown else f"mode={mode}"
        raise ConfigurationError(f"the store's URL has the option {wrong!r}; use mode=ro, mode=rw or mode=rwc, or none")
    read_only, creates = _SQLITE_MODES[mode]
    path = str(url.database)
    return Place(URL.create("sqlite+pysqlite", database=path), path, read_only, creates)


def _name_server(url: URL) -> str:
    """Name a server by its host and database, or by the service that gives both."""
    query = url.query
    host = url.host or query.get("host") or query.get("hostaddr") or ""
    database = url.database or query.get("dbname") or ""
    # The folder of a local socket says nothing that a reader needs; what is no host name may be part of a password.
    shown = host if isinstance(host, str) and _HOST.fullmatch(host) else ""
    service = query.get("service")
    if isinstance(service, str) and not database:
        return f"postgresql://{shown}?service={service}"
    return f"postgresql://{shown}/{database if isinstance(database, str) else database[0]}"
