"""Records of format 1, written by the version that had it, are read."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import RecordError
from onrecord.record import FORMAT, AnnotatedReport
from onrecord.record.check import check_record
from onrecord.record.migrate import migrate

GOLDEN = sorted((Path(__file__).parent.parent / "golden" / "format-1").glob("*.json"))


def load(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def without_additions(record: dict[str, Any]) -> dict[str, Any]:
    """A record of format 2 with the values of format 1 alone."""
    left = {key: value for key, value in record.items() if key not in ("published_certain", "pages")}
    left["format"] = 1
    left["statements"] = [
        {key: value for key, value in statement.items() if key not in ("gloss", "about")}
        | {"speaker": {key: value for key, value in statement["speaker"].items() if key != "entities"}}
        for statement in record["statements"]
    ]
    left["entities"] = [
        {key: value for key, value in entity.items() if key not in ("country", "sectors")}
        for entity in record["entities"]
    ]
    return left


def test_there_is_a_record_of_each_example() -> None:
    examples = Path(__file__).parent.parent.parent / "examples"
    assert [path.stem for path in GOLDEN] == sorted(path.stem for path in examples.glob("*.txt"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_record_of_format_1_is_read_with_nothing_lost(path: Path) -> None:
    document = load(path)
    record = AnnotatedReport.from_json(path.read_bytes())
    assert record.statements
    assert not list(check_record(record))
    written = record.to_dict()
    assert written["format"] == FORMAT
    assert without_additions(written) == document
    assert (written["published_certain"], written["pages"]) == (True, None)
    assert all(entity["country"] is None and entity["sectors"] == [] for entity in written["entities"])
    assert all(statement["gloss"] is False and statement["about"] == [] for statement in written["statements"])
    assert AnnotatedReport.from_dict(written) == record


def test_the_record_that_is_migrated_is_left_as_it_is() -> None:
    document = load(GOLDEN[0])
    before = copy.deepcopy(document)
    assert migrate(document) != document
    assert document == before


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("events",), [{}], "the record's events is not empty, but format 1 has none"),
        (("pages",), None, "the record has 'pages', which format 1 does not know"),
        (("statements", 0, "gloss"), False, "the record's statements[0] has 'gloss', which format 1 does not know"),
        (("statements", 0, "speaker", "entities"), [], "statements[0].speaker has 'entities'"),
        (("entities", 0, "country"), "NOR", "the record's entities[0] has 'country'"),
        (("statements",), None, "the record's statements is null, not a list"),
        (("statements", 0), 3, "the record's statements[0] is a number, not an object"),
        (("statements", 0, "speaker"), "Lund", "statements[0].speaker is a string, not an object"),
        (("entities",), {}, "the record's entities is an object, not a list"),
        (("format",), 3, "the record's format is 3; this version of onrecord reads formats 1 to 2"),
    ],
)
def test_what_format_1_does_not_allow_is_refused(path: tuple[Any, ...], value: Any, message: str) -> None:
    document = load(GOLDEN[0])
    *way, last = path
    place: Any = document
    for step in way:
        place = place[step]
    place[last] = value
    with pytest.raises(RecordError) as caught:
        AnnotatedReport.from_dict(document)
    assert message in str(caught.value)
