"""docs/reading.md names every format, suffix and column that is read."""

from __future__ import annotations

from pathlib import Path

from onrecord.read.options import FIELD_NAMES
from onrecord.read.registry import FORMATS

LINES = (Path(__file__).parents[2] / "docs" / "reading.md").read_text(encoding="utf-8").splitlines()


def row(first: str) -> list[str]:
    (line,) = [line for line in LINES if line.startswith(f"| {first} |")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_every_format_has_a_row_with_its_name_and_suffixes() -> None:
    for file_format in FORMATS:
        _, name, suffixes, *_ = row(file_format.title)
        assert name == f"`{file_format.name}`"
        assert suffixes == ", ".join(f"`{suffix}`" for suffix in file_format.suffixes)


def test_every_field_has_a_row_with_its_columns() -> None:
    for field, columns in FIELD_NAMES.items():
        assert row("URL" if field == "url" else field)[1] == ", ".join(f"`{column}`" for column in columns)
