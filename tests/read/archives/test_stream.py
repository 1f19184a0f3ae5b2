from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.archives.stream import ArchiveStream, DamageError

LINES = b"".join(b"line %d\n" % number for number in range(30_000))


def stream(raw: bytes) -> ArchiveStream:
    return ArchiveStream(io.BytesIO(raw), 1_000)


@pytest.mark.parametrize("raw", [LINES, gzip.compress(LINES), gzip.compress(LINES[:999]) + gzip.compress(LINES[999:])])
def test_lines_and_bytes_come_in_order_however_packed(raw: bytes) -> None:
    source = stream(raw)
    assert [source.readline(), source.readline(), source.read(3)] == [b"line 0\n", b"line 1\n", b"lin"]
    assert source.skip(10_000) == 0
    assert source.read(len(LINES)) == LINES[10_017:]
    assert (source.readline(), source.read(1), source.skip(5)) == (b"", b"", 5)


def test_a_long_line_comes_in_pieces() -> None:
    source = stream(b"x" * 2_500 + b"\ny")
    assert [len(source.readline()) for _ in range(4)] == [1_000, 1_000, 501, 1]
    assert stream(b"abc\n").readline(2) == b"ab"


def test_the_place_is_that_of_the_byte_or_of_the_piece_it_was_packed_in() -> None:
    source = stream(LINES)
    source.read(70_000)
    assert source.tell() == 70_000
    first, second = gzip.compress(b"one"), gzip.compress(b"two")
    source = stream(first + second)
    places = []
    for _ in range(2):
        places.append(source.tell())
        source.read(3)
    assert places == [0, len(first)]


def test_behind_a_broken_piece_the_next_is_read() -> None:
    broken = bytearray(gzip.compress(LINES[:5_000]))
    broken[60:80] = b"\x00" * 20
    source = stream(bytes(broken) + gzip.compress(b"whole\n"))
    with pytest.raises(DamageError) as caught:
        source.read(6_000)
    assert caught.value.offset == 0
    assert source.readline() == b"whole\n"


def test_a_piece_that_breaks_off_is_damage() -> None:
    source = stream(gzip.compress(LINES)[:-4])
    with pytest.raises(DamageError, match="breaks off"):
        source.read(len(LINES) + 1)
    assert source.read(1) == b""


@given(st.lists(st.binary(max_size=200), max_size=6), st.booleans())
def test_any_bytes_come_back(pieces: list[bytes], packed: bool) -> None:
    source = stream(b"".join(map(gzip.compress, pieces)) if packed else b"\n" + b"".join(pieces))
    assert source.read(10_000) == (b"" if packed else b"\n") + b"".join(pieces)


@pytest.mark.parametrize("raw", [LINES, gzip.compress(LINES)])
def test_what_was_put_back_is_read_again(raw: bytes) -> None:
    source = stream(raw)
    source.readline()
    source.unread(source.read(100_000))
    assert source.consumed == 7
    assert source.read(len(LINES)) == LINES[7:]
    assert source.consumed == len(LINES)
