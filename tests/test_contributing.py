"""The diffs of CONTRIBUTING.md apply to the code and do what they promise."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DIFFS = re.findall(r"```diff\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)


def apply_diff(diff: str, root: Path) -> None:
    """Apply a diff whose hunks name no lines: context and removed lines are found by their text."""
    for part in re.split(r"^--- .*\n\+\+\+ b/", diff, flags=re.MULTILINE)[1:]:
        name, _, hunks = part.partition("\n")
        path = root / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for hunk in re.split(r"^@@.*\n", hunks, flags=re.MULTILINE)[1:]:
            lines = hunk.splitlines()
            before = "".join(f"{line[1:]}\n" for line in lines if line[:1] in " -")
            after = "".join(f"{line[1:]}\n" for line in lines if line[:1] in " +")
            assert before in text, f"{name} has no longer:\n{before}"
            place = text.index(before)
            text = text[:place] + after + text[place + len(before) :]
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def changed(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of the package with one of the diffs applied."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for number in request.param:
        apply_diff(DIFFS[number], tmp_path)
    return tmp_path / "src"


def run(source: Path, code: str) -> str:
    environment = {"PYTHONPATH": str(source), "ONRECORD_MODEL": "small"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("changed", [(0,)], indirect=True)
def test_a_new_layer_is_written_read_and_checked(changed: Path) -> None:
    code = """
from onrecord.record import AnnotatedReport, Report
from onrecord.record.check import check_record
from onrecord.record.layers import LAYERS
from onrecord.record.layers.places import Place
from onrecord.text.spans import Span
record = AnnotatedReport(Report("Holm is dry."), places=(Place("p_1", Span(0, 4), "Holm"),))
assert AnnotatedReport.from_json(record.to_json()) == record
wrong = AnnotatedReport(record.report, places=(Place("p_1", Span(0, 4), "Dale"),))
before = record.to_dict()
del before["places"]
assert AnnotatedReport.from_dict(before).places == ()
print(list(LAYERS)[-1], len(list(check_record(record))), len(list(check_record(wrong))))
"""
    assert run(changed, code) == "places 0 1"


@pytest.mark.parametrize("changed", [(0, 1)], indirect=True)
def test_a_new_step_fills_its_layer(changed: Path) -> None:
    code = """
import onrecord
record = onrecord.annotate("The talks in Geneva failed, Ada Lund said in Paris.", date="2031-03-09")
print(*sorted(place.quote for place in record.places))
"""
    assert run(changed, code) == "Geneva Paris"


@pytest.mark.parametrize("changed", [(2,)], indirect=True)
def test_a_new_head_is_known_and_old_weights_still_load(changed: Path) -> None:
    code = """
from onrecord.model.heads import HEADS_BY_NAME
from onrecord.model.weights import load_weights
print(HEADS_BY_NAME["negations"].size, "negations" in {head.name for head in load_weights().encoder.heads})
"""
    assert run(changed, code) == "2 False"


@pytest.mark.parametrize("changed", [(3,)], indirect=True)
def test_a_new_projection_is_filled_counted_and_verified(changed: Path, tmp_path: Path) -> None:
    code = f"""
from onrecord.record import AnnotatedReport, Report
from onrecord.store import open_store
with open_store({str(tmp_path / "onrecord.db")!r}) as store:
    store.add([AnnotatedReport(Report("Holm is dry.", language="en")), AnnotatedReport(Report("Tørt.", language="da"))])
    store.reindex()
    with store._database.read() as connection:
        counts = store._projections.count(connection)
    print(counts["languages"], len(store.verify().faults))
"""
    assert run(changed, code) == "2 0"
