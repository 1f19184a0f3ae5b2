"""From paths to shards: large files are cut into stretches, small ones are put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.batch.shard import FileStretch, FileStretches
from onrecord.errors import OnRecordError, ReadError
from onrecord.read import ReadOptions, iter_files
from onrecord.read.stretches import measure_file

SHARD_BYTES = 32 * 2**20
_MOST_FILES = 1000


def plan_shards(
    paths: Iterable[str], options: ReadOptions, shard_bytes: int = SHARD_BYTES
) -> Iterator[FileStretches | ReadError]:
    """Cut what paths name into shards. The same files give the same shards.

    Args:
        paths: Files, folders, globs and paths of fsspec.
        options: What the caller knows of the files.
        shard_bytes: How many bytes of input a shard has at least, and less than twice as many at most; the last one may
            have fewer. A text or a page is never cut.

    Yields:
        The source of a shard, or the error in the place of a path or file that cannot be read.

    Example:
        >>> [len(source.stretches) for source in plan_shards(["reports/"], ReadOptions())]
        [6]
    """
    small: list[FileStretch] = []
    for file in iter_files(paths):
        if isinstance(file, ReadError):
            yield file
            continue
        try:
            stretches = _cut_file(file, options, shard_bytes)
        except ReadError as error:
            yield error
            continue
        if len(stretches) > 1 or stretches[0].size >= shard_bytes:
            yield from (FileStretches((stretch,)) for stretch in stretches)
            continue
        small += stretches
        if sum(one.size for one in small) >= shard_bytes or len(small) >= _MOST_FILES:
            yield FileStretches(tuple(small))
            small = []
    if small:
        yield FileStretches(tuple(small))


def _cut_file(path: str, options: ReadOptions, shard_bytes: int) -> list[FileStretch]:
    whole = FileStretch.of_file(path, options)
    pieces = whole.size // shard_bytes
    if pieces < 2:
        return [whole]
    try:
        length = measure_file(path, options)
    except ReadError:
        raise
    except OnRecordError as error:
        raise ReadError(path, str(error)) from error
    if length is None:
        return [whole]
    bounds = [length * number // pieces for number in range(pieces)]
    stops = [*bounds[1:], None]
    return [
        FileStretch(path, whole.size, whole.tag, options, start, stop)
        for start, stop in zip(bounds, stops, strict=True)
    ]
