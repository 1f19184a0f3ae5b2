"""The bytes of a web archive, whether it is compressed record by record, as a whole, or not at all.

Reading must continue behind damage. So a broken stretch is an exception at the place where it begins, and the next read
starts at the next whole piece.
"""

from __future__ import annotations

import zlib
from typing import BinaryIO

GZIP_MAGIC = b"\x1f\x8b\x08"
_BLOCK = 65_536
_GZIP = 16 + zlib.MAX_WBITS


class DamageError(Exception):
    """The bytes are broken here; the next read starts behind the broken stretch.

    It stays within this package: the reader of archives makes a ReadError of it.

    Args:
        reason: What is wrong.
        offset: Where the broken stretch begins, in bytes of the file.
    """

    def __init__(self, reason: str, offset: int) -> None:
        self.reason = reason
        self.offset = offset
        super().__init__(reason)


class ArchiveStream:
    r"""Reads the records of an archive as if it were not compressed.

    Args:
        raw: The file, at its beginning; it need not be able to seek.
        longest_line: Bytes after which a line is no header and comes in pieces.

    Attributes:
        consumed: How many bytes were read and not put back.

    Example:
        >>> ArchiveStream(io.BytesIO(gzip.compress(b"WARC/1.0\r\n")), 1_000).readline()
        b'WARC/1.0\r\n'
    """

    def __init__(self, raw: BinaryIO, longest_line: int) -> None:
        self._raw = raw
        self._begin = raw.tell() if raw.seekable() else None
        self._longest_line = longest_line
        self._input = raw.read(_BLOCK)
        self._input_end = len(self._input)
        self._is_gzip = self._input.startswith(GZIP_MAGIC)
        self._member: zlib._Decompress | None = None
        self._member_start = 0
        self._ready = b""
        self._position = 0
        self._ready_start = 0
        self._ready_end = 0
        self.consumed = 0

    def tell(self) -> int:
        """Give the offset of the next byte in the file; in a compressed file, of the piece that holds it.

        Raises:
            DamageError: The bytes are broken there.
        """
        self._fill()
        return self._ready_start if self._is_gzip else self._ready_end - len(self._ready) + self._position

    def read(self, length: int) -> bytes:
        """Read as many bytes as asked for; fewer only at the end.

        Raises:
            DamageError: The bytes are broken before that.
        """
        pieces = []
        while length > 0 and self._fill():
            piece = self._take(self._position + length)
            pieces.append(piece)
            length -= len(piece)
        return b"".join(pieces)

    def unread(self, content: bytes) -> None:
        """Put back the bytes that were read last."""
        self._ready = content + self._ready[self._position :]
        self._position = 0
        self.consumed -= len(content)

    def search_behind(self, offset: int) -> bool:
        """Go back, so that reading continues behind an offset; in a compressed file, with the next piece behind it.

        Args:
            offset: An offset that :meth:`tell` gave.

        Returns:
            Whether the file can be read again from there.
        """
        if self._begin is None:
            return False
        self._raw.seek(self._begin + offset + 1)
        self._input, self._ready = b"", b""
        self._input_end = self._ready_start = self._ready_end = offset + 1
        self._member, self._position = None, 0
        return True

    def skip(self, length: int) -> int:
        """Skip bytes; give how many were still to skip when the file ended.

        Raises:
            DamageError: The bytes are broken before that.
        """
        while length > 0:
            skipped = len(self.read(min(length, _BLOCK)))
            if not skipped:
                break
            length -= skipped
        return length

    def readline(self, length: int | None = None) -> bytes:
        r"""Read to the next line feed, at most the longest line.

        Args:
            length: The most bytes to read, or None for the longest line.

        Raises:
            DamageError: The bytes are broken before that.
        """
        limit = self._longest_line if length is None else min(length, self._longest_line)
        line = b""
        while len(line) < limit and not line.endswith(b"\n") and self._fill():
            last = self._position + limit - len(line)
            line += self._take(self._ready.find(b"\n", self._position, last) + 1 or last)
        return line

    def _take(self, end: int) -> bytes:
        piece = self._ready[self._position : end]
        self._position += len(piece)
        self.consumed += len(piece)
        return piece

    def _fill(self) -> bool:
        """Make bytes ready; give False at the end of the file."""
        while self._position >= len(self._ready):
            if not self._input and not self._read_input():
                if self._member is not None:
                    self._member = None
                    raise DamageError("the file breaks off within a compressed record", self._member_start)
                return False
            self._take_input()
        return True

    def _read_input(self) -> bool:
        self._input = self._raw.read(_BLOCK)
        self._input_end += len(self._input)
        return bool(self._input)

    def _take_input(self) -> None:
        if not self._is_gzip:
            self._set_ready(self._input)
            self._ready_end, self._input = self._input_end, b""
            return
        if self._member is None:
            self._find_member()
            return
        try:
            self._set_ready(self._member.decompress(self._input, _BLOCK))
        except zlib.error:
            # The signature of the broken member itself must not be found again.
            self._member, self._input = None, self._input[1:] if self._at_member_start() else self._input
            raise DamageError("a compressed record is broken", self._member_start) from None
        self._ready_start = self._member_start
        self._input = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        if self._member.eof:
            self._member = None

    def _set_ready(self, content: bytes) -> None:
        self._ready = content
        self._position = 0

    def _at_member_start(self) -> bool:
        return self._input_end - len(self._input) == self._member_start

    def _find_member(self) -> None:
        """Begin the next compressed piece, behind whatever is none."""
        found = self._input.find(GZIP_MAGIC)
        if found < 0:
            # The signature may lie across two blocks.
            tail = self._input[-len(GZIP_MAGIC) + 1 :]
            if not self._read_input():
                return
            self._input = tail + self._input
            found = self._input.find(GZIP_MAGIC)
            if found < 0:
                return
        self._input = self._input[found:]
        self._member_start = self._input_end - len(self._input)
        self._member = zlib.decompressobj(_GZIP)
