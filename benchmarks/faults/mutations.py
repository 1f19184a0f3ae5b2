"""Mutations of inputs: what breaks parsers, put at random places. Equal seeds give equal inputs."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

_PIECES = (
    b"",
    b"\0",
    b"\xff",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\r",
    b"\n\n",
    b"<",
    b">",
    b"&",
    b"'",
    b'"',
    b"<svg>html",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&#xD83D;&#xDE00;",
    b"&#x110000;",
    b"&#99999999999999999999;",
    b"&a;",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[" * 3000,
    b"\\ud83d",
    b"\\u0000",
    b"NaN",
    b"1e999",
    b"-1",
    b"9" * 400,
    b"null",
    b"true",
    b"0000-00-00",
    b"9999-12-31",
    b"2031-02-30T25:61:61+99:99",
    b"Content-Length: 1000000000",
    b"Content-Length: -1",
    b"Transfer-Encoding: chunked",
    b"Content-Encoding: br",
    b"WARC/1.0\r\n",
    b"\x1f\x8b\x08",
    b"PAR1",
    b"charset=utf-7",
    b"charset=idna",
    b"charset=base64",
    b"encoding='utf-32'",
    b"http://[",
    b"http://xn--a/",
    b"..",
    b"%00",
    b"\x1b]0;a\x07",
    b"\xe2\x80\xae",
    b"date 2031-13-45 ",
    b"<b>" * 400,
    b"*" * 400,
)


def mutate(seeds: Sequence[bytes], number: int, seed: int = 0) -> Iterator[bytes]:
    """Give mutated inputs.

    Args:
        seeds: The inputs to mutate.
        number: How many to give.
        seed: Chooses the mutations.
    """
    rng = random.Random(seed)  # noqa: S311
    for _ in range(number):
        content = bytearray(rng.choice(seeds))
        for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
            _mutate_once(content, rng)
        yield bytes(content)


def _mutate_once(content: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(content) + 1)
    end = min(len(content), start + rng.choice((0, 1, 2, 8, 64, 1024)))
    match rng.randrange(6):
        case 0 if content:
            content[min(start, len(content) - 1)] ^= 1 << rng.randrange(8)
        case 1:
            del content[start:end]
        case 2:
            del content[start:]
        case 3:
            content[start:start] = content[start:end] * rng.choice((1, 2, 50))
        case _:
            content[start:end] = rng.choice(_PIECES)
