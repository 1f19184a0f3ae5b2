"""The measures of time expressions, on three short documents worked out by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpora.timeml import TimexAnnotation, TimexDocument, read_held_out, read_timeml
from evaluation.times import figures, iter_errors, main, pair_documents, pair_times, score_times
from onrecord.text.spans import Span

Reading = tuple[str, str, str]

FRAME = '<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2031-03-09">9 March</TIMEX3></DCT><TEXT>{}</TEXT></TimeML>'
HARBOUR = (
    'The harbour closed <TIMEX3 tid="t1" type="DATE" value="2031-03-07">Friday</TIMEX3> for '
    '<TIMEX3 tid="t2" type="DURATION" value="P2W">two weeks</TIMEX3>, and reopens '
    '<TIMEX3 tid="t3" type="TIME" value="2031-03-21TMO">on the morning of March 21</TIMEX3>.'
)
FERRY = (
    'In <TIMEX3 tid="t1" type="DATE" value="2030">2030</TIMEX3> the ferry ran '
    '<TIMEX3 tid="t2" type="SET" value="P1D">daily</TIMEX3>; '
    '<TIMEX3 tid="t3" type="DATE" value="PRESENT_REF">now</TIMEX3> it may not run at all.'
)
SILENT = "The board met in May Street and said nothing."

FOUND: dict[str, list[Reading]] = {
    # Equal in all; found with a longer span and the wrong type; two pieces of one expression, the first with its value.
    HARBOUR: [
        ("Friday", "DATE", "2031-03-07"),
        ("for two weeks", "DATE", "P2W"),
        ("morning", "TIME", "2031-03-21TMO"),
        ("March 21", "DATE", "2031-03-21"),
    ],
    # The wrong value; one that is missed; equal in all; one where there is none.
    FERRY: [("2030", "DATE", "2030-03"), ("now", "DATE", "PRESENT_REF"), ("may", "DATE", "2031-05")],
    SILENT: [("May", "DATE", "2031-05")],
}


@pytest.fixture
def documents(tmp_path: Path) -> list[TimexDocument]:
    return [read(tmp_path / f"{number}.tml", body) for number, body in enumerate(FOUND)]


def read(path: Path, body: str) -> TimexDocument:
    path.write_text(FRAME.format(body), encoding="utf-8")
    return read_timeml(path)


def find(text: str, published: str) -> list[tuple[Span, str, str]]:
    assert published == "2031-03-09"
    (readings,) = (found for body, found in FOUND.items() if re.sub("<[^>]*>", "", body) == text)
    return [(Span(text.index(words), text.index(words) + len(words)), kind, value) for words, kind, value in readings]


@pytest.mark.parametrize(
    ("bodies", "gold", "found", "right"),
    [
        ([HARBOUR], 3, 4, {"strict": 1, "relaxed": 3, "type": 2, "value": 3}),
        ([FERRY], 3, 3, {"strict": 2, "relaxed": 2, "type": 2, "value": 1}),
        ([SILENT], 0, 1, {"strict": 0, "relaxed": 0, "type": 0, "value": 0}),
        ([HARBOUR, FERRY, SILENT], 6, 8, {"strict": 3, "relaxed": 5, "type": 4, "value": 4}),
    ],
)
def test_counts_by_hand(tmp_path: Path, bodies: list[str], gold: int, found: int, right: dict[str, int]) -> None:
    counts = score_times([read(tmp_path / "report.tml", body) for body in bodies], find)
    assert {name: (c.right, c.found, c.predicted, c.gold) for name, c in counts.items()} == {
        name: (number, number, found, gold) for name, number in right.items()
    }


def test_f1_by_hand(documents: list[TimexDocument]) -> None:
    counts = score_times(documents, find)
    assert counts["strict"].f1 == pytest.approx(2 * 3 / (6 + 8))
    assert counts["relaxed"].f1 == pytest.approx(2 * 5 / (6 + 8))
    assert counts["value"].f1 == pytest.approx(2 * 4 / (6 + 8))


def test_the_gold_itself_is_all_right(documents: list[TimexDocument]) -> None:
    gold = {document.text: [(t.span, t.type, t.value) for t in document.times] for document in documents}
    assert all(counts.f1 == 1.0 for counts in score_times(documents, lambda text, _: gold[text]).values())


def test_errors_say_what_is_wrong(documents: list[TimexDocument]) -> None:
    errors = [error for document, pairs in pair_documents(documents, find) for error in iter_errors(document, pairs)]
    assert [error.kind for error in errors] == [
        *("span", "type", "span", "spurious"),
        *("value", "missed", "spurious"),
        "spurious",
    ]
    assert str(errors[4]) == (
        "value: gold DATE 2030 '2030' | found DATE 2030-03 '2030' | 2031-03-09 "
        f"{documents[1].name}: In [2030] the ferry ran daily; now it may not run at all."
    )


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """A report of 9 March 2031 in each part: one that is tuned on, one that is held out."""
    for name in ("TimeBank/ferry.tml", min(read_held_out())):
        path = tmp_path / "timebank" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        read(path, FERRY)
    return tmp_path


def test_both_parts_are_scored(corpora: Path) -> None:
    given = figures(corpora)
    assert list(given) == [f"{part}.{name}" for part in ("tune", "held-out") for name in ("strict", "relaxed", "value")]
    assert set(given.values()) == {1.0}


def test_errors_are_shown_of_the_tuning_part_only(
    corpora: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["evaluation.times", str(corpora), "--errors", "3"])
    main()
    assert "tune, 1 texts: 3 expressions, 3 found" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["evaluation.times", str(corpora), "--errors", "3", "--part", "held-out"])
    with pytest.raises(SystemExit):
        main()
    assert "are not shown" in capsys.readouterr().err


def times(*spans: tuple[int, int]) -> list[TimexAnnotation]:
    return [TimexAnnotation(Span(*span), "DATE", str(span)) for span in spans]


def test_an_equal_span_is_preferred_to_an_earlier_one() -> None:
    (first, second) = times((0, 5), (3, 9))
    assert pair_times([second], [first, second]) == [(second, second), (None, first)]


def test_spans_that_only_touch_are_not_paired() -> None:
    (first, second) = times((0, 5), (5, 9))
    assert pair_times([first], [second]) == [(first, None), (None, second)]
