"""JSON documents: arrays of reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import ReadError
from onrecord.read import ReadOptions, read_reports
from onrecord.read.formats import json_array
from onrecord.record import Report

ROW = '{"text": "She left.", "date": "2031-03-09", "title": "Boats"}'


def read(path: Path, content: bytes, **options: str) -> list[Report | ReadError]:
    path.write_bytes(content)
    return list(read_reports(str(path), ReadOptions(**options)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [
        f"[{ROW}]",
        f"[\n {ROW}\n]\n",
        ROW,
        f'{{"count": 1, "articles": [{ROW}]}}',
        ROW.replace(", ", ",\n "),
        f"{ROW}\n\n",
    ],
)
@pytest.mark.parametrize("name", ["t.json", "t"])
def test_a_document_is_read(tmp_path: Path, content: str, name: str) -> None:
    if name == "t" and content.startswith('{"count"'):
        pytest.skip("one line with one object is JSON Lines where the name does not say otherwise")
    (item,) = read(tmp_path / name, content.encode())
    assert isinstance(item, Report)
    assert (item.text, item.published, item.title) == ("She left.", "2031-03-09", "Boats")


def test_texts_are_read(tmp_path: Path) -> None:
    first, second = read(tmp_path / "t.json", b'["She left.", "He stayed."]')
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.text, second.text, second.origin) == ("She left.", "He stayed.", f"{tmp_path}/t.json#2")


def test_an_object_may_lack_a_named_field_that_another_has(tmp_path: Path) -> None:
    rows = b'[{"text": "She left.", "day": "2031-03-09"}, {"text": "He stayed."}]'
    assert all(isinstance(item, Report) for item in read(tmp_path / "t.json", rows, date_field="day"))


def test_json_lines_with_the_suffix_of_json_are_read(tmp_path: Path) -> None:
    assert len(read(tmp_path / "t.json", f"{ROW}\n{ROW}\n".encode())) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b'[{"text": ' * 50_000,
        b'[{"text": "She left."',
        b"[1, 2]",
        b"7",
        b'[{"body": 7}]',
        b"\xff\xfe[\x00",
        b'[{"txt": "She left."}]',
    ],
)
def test_what_is_broken_or_hostile_is_an_error(tmp_path: Path, content: bytes) -> None:
    items = read(tmp_path / "t.json", content)
    assert items
    assert all(isinstance(item, ReadError) for item in items)


def test_a_misspelled_field_is_an_error(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "t.json", f"[{ROW}]".encode(), date_field="dat")
    assert isinstance(item, ReadError)
    assert "did you mean 'date'?" in str(item)


def test_a_document_has_a_size_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_array, "LARGEST_DOCUMENT", 20)
    (item,) = read(tmp_path / "t.json", f"[{ROW}]".encode())
    assert "larger than" in str(item)
