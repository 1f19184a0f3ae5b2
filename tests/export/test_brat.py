"""The standoff files, read back by a strict reader of the format's grammar."""

from __future__ import annotations

import re
from pathlib import Path

from onrecord.export.brat import export_brat, is_brat_export
from onrecord.record import AnnotatedReport, Report
from tests.export.material import BROKEN, EASY, HARD, RECORDS, STATEMENTS, spans_of

LINE = {
    "T": re.compile(r"(T\d+)\t(\w+) (\d+ \d+(?:;\d+ \d+)*)\t([^\t]+)"),
    "E": re.compile(r"(E\d+)\t(Cue):(T\d+)((?: \w+:T\d+)*)"),
    "R": re.compile(r"(R\d+)\t(\w+) Arg1:([TE]\d+) Arg2:([TE]\d+)"),
    "A": re.compile(r"(A\d+)\t(\w+) ([TE]\d+) (\w+)"),
    "#": re.compile(r"(#\d+)\tAnnotatorNotes (T\d+)\t([^\t]+)"),
}


def read_folder(folder: Path) -> dict[str, tuple[str, dict[str, tuple[str, ...]]]]:
    """Text and lines by id, of each report; whatever breaks the grammar fails."""
    found = {}
    for path in sorted(folder.glob("*.txt")):
        # As brat reads: with universal line ends.
        text = path.read_text(encoding="utf-8")
        lines: dict[str, tuple[str, ...]] = {}
        with path.with_suffix(".ann").open(encoding="utf-8") as stream:
            for line in stream:
                match = LINE[line[0]].fullmatch(line.rstrip("\n"))
                assert match, line
                assert match[1] not in lines
                lines[match[1]] = match.groups()[1:]
        check_words(text, lines)
        found[path.stem] = text, lines
    return found


def check_words(text: str, lines: dict[str, tuple[str, ...]]) -> None:
    for name, values in lines.items():
        if name[0] == "T":
            pieces = [text[start:end] for start, end in spans(values[1])]
            assert " ".join(pieces) == values[2]
            assert not [piece for piece in pieces if "\n" in piece or piece != piece.strip()]
        references = re.findall(r"\b[TE]\d+\b", " ".join(values[1:] if name[0] != "T" else ()))
        assert set(references) <= set(lines)


def spans(places: str) -> list[tuple[int, int]]:
    return [(int(start), int(end)) for start, end in (place.split() for place in places.split(";"))]


def exported(folder: Path, *records: AnnotatedReport) -> dict[str, tuple[str, dict[str, tuple[str, ...]]]]:
    folder.mkdir()
    export_brat(records, folder)
    return read_folder(folder)


def test_events_hold_source_and_content_with_their_offsets(tmp_path: Path) -> None:
    found = exported(tmp_path / "out", *RECORDS)
    for record in RECORDS:
        text, lines = found[record.report.id]
        assert len(text) == len(record.report.text)
        events = [values for name, values in lines.items() if name[0] == "E"]
        stated = [statement for statement in record.statements if statement.cue.spans]
        for (_, trigger, roles), statement in zip(events, stated, strict=True):
            parts = dict(role.split(":") for role in roles.split())
            assert spans(lines[trigger][1]) == spans_of(statement, "cue")
            assert spans(lines[parts["Source"]][1]) == spans_of(statement, "source")
            assert words_at(text, lines[parts["Content"]][1]) == words_at(text, spans_of(statement, "content"))


def words_at(text: str, places: str | list[tuple[int, int]]) -> str:
    pieces = spans(places) if isinstance(places, str) else places
    return " ".join(" ".join(text[start:end] for start, end in pieces).split())


def test_a_span_over_a_line_end_is_parted_there(tmp_path: Path) -> None:
    _, lines = exported(tmp_path / "out", RECORDS[0])[RECORDS[0].report.id]
    content = next(values for values in lines.values() if values[0] == "Content")
    assert [HARD[start:end] for start, end in spans(content[1])] == [
        "“=The boats",
        "will sail,”",
        "“They 👩‍👩‍👧 must.”",
    ]


def test_a_statement_without_a_cue_is_a_relation_and_one_within_another_points_at_it(tmp_path: Path) -> None:
    _, lines = exported(tmp_path / "out", RECORDS[0])[RECORDS[0].report.id]
    relations = {values[0]: values[1:] for name, values in lines.items() if name[0] == "R"}
    assert lines[relations["Attribution"][0]][2] == "-Nobody knows"
    inner, outer = relations["Within"]
    assert lines[lines[inner][1]][2] == "had warned"
    assert lines[lines[outer][1]][2] == "said"
    kinds = {values[1]: values[2] for name, values in lines.items() if name[0] == "A" and values[0] == "Kind"}
    assert sorted(kinds.values()) == sorted(statement.kind for record, statement in STATEMENTS if record == RECORDS[0])


def test_what_would_part_lines_is_a_space_in_both_files(tmp_path: Path) -> None:
    text, lines = exported(tmp_path / "out", RECORDS[0])[RECORDS[0].report.id]
    assert "notes \nfrom the quay today. More" in text
    addressee = next(values for values in lines.values() if values[0] == "Addressee")
    assert addressee[2] == "today. More"


def test_every_type_is_in_the_configuration(tmp_path: Path) -> None:
    found = exported(tmp_path / "out", *RECORDS)
    configuration = (tmp_path / "out" / "annotation.conf").read_text(encoding="utf-8")
    types = {values[0] for _, lines in found.values() for name, values in lines.items() if name[0] in "TERA"}
    assert types == {"Source", "Content", "Cue", "Venue", "Addressee", "Attribution", "Within", "Kind", "Speaker"}
    assert types <= set(re.findall(r"^\w+", configuration, re.MULTILINE))


def test_the_same_text_twice_is_two_pairs_of_files_and_half_a_surrogate_pair_keeps_its_place(tmp_path: Path) -> None:
    found = exported(tmp_path / "out", RECORDS[1], AnnotatedReport(Report(EASY, origin="again")), BROKEN)
    assert len(found) == 3
    assert found[RECORDS[1].report.id + "-2"] == (EASY, {})


def test_only_a_whole_export_is_told_as_one(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "one.txt").write_text("years of work")
    assert not is_brat_export(own)
    made = tmp_path / "made"
    made.mkdir()
    export_brat(RECORDS, made)
    assert is_brat_export(made)
    (made / "one.txt").write_text("years of work")
    assert not is_brat_export(made)
    (made / "one.txt").unlink()
    (made / "sub").mkdir()
    assert not is_brat_export(made)
