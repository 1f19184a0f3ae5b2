"""Score a model on PolNeAR dev, GUM dev, TimeBank and AQUAINT: ``python -m evaluation CORPORA --model NAME``.

Prints the figures of the model card. With ``--gate`` the exit code is 1 if a figure is below the model's floor in
``evaluation/floors.json``, which holds the floors of each model by its name; floors are only ever raised.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from corpora.polnear import GoldReport, iter_reports
from evaluation.attribution import Scored, evaluate
from evaluation.calibration import calibration_error
from evaluation.coreference import evaluate_gum
from evaluation.models import add_model_option, load_chosen_model
from evaluation.said import figures as said_figures
from evaluation.said import judge as judge_said
from evaluation.speakers import figures as speaker_figures
from evaluation.speakers import judge, judge_records
from evaluation.times import figures as time_figures
from onrecord.annotate import Annotator
from onrecord.record import replace

FLOORS_FILE = Path(__file__).parent / "floors.json"


def main() -> int:
    """Run the evaluation."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with polnear, gum and timebank in it")
    add_model_option(parser)
    parser.add_argument("--records", type=Path, help="write the records without nested statements here, as JSON Lines")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--gate", action="store_true", help="fail if a figure is below the model's floor")
    options = parser.parse_args()
    weights = load_chosen_model(parser, options.model)
    floors: dict[str, dict[str, float]] = json.loads(FLOORS_FILE.read_text(encoding="utf-8"))
    if options.gate and weights.name not in floors:
        parser.error(f"--gate: {FLOORS_FILE} has no floors of {weights.name!r}; it has those of {', '.join(floors)}")
    annotator = Annotator(weights)
    gold = list(iter_reports(options.corpora / "polnear" / "dev.jsonl"))
    scored = evaluate(gold, annotator)
    figures = {name: counts.f1 for name, counts in scored.counts.items()}
    for name, counts in scored.counts.items():
        print(f"{name:<14} P {counts.precision:.3f}  R {counts.recall:.3f}  F1 {counts.f1:.3f}")
    error = calibration_error(scored.confidence, scored.right)
    nested = sum(s.within is not None for record in scored.records for s in record.statements)
    print(f"{len(scored.right)} statements and {nested} nested ones; calibration error {error:.3f}")
    figures |= _print_speakers(gold, scored, annotator)
    for name, value in evaluate_gum(options.corpora / "gum" / "dev", annotator).items():
        print(f"GUM dev, {name}: F1 {value:.3f}")
    figures |= _print_said(gold, annotator)
    times = time_figures(options.corpora)
    print("time expressions: " + ", ".join(f"{name} {value:.3f}" for name, value in times.items()))
    figures |= {f"times.{name}": value for name, value in times.items()}
    if options.records:
        lines = (
            replace(r, statements=tuple(s for s in r.statements if s.within is None)).to_json() + "\n"
            for r in scored.records
        )
        options.records.write_text("".join(lines), encoding="utf-8")
    if options.json:
        rounded = {name: round(value, 4) for name, value in figures.items()}
        options.json.write_text(json.dumps(rounded | {"calibration_error": round(error, 4)}, indent=1) + "\n")
    return _check_floors(figures, floors[weights.name]) if options.gate else 0


def _print_speakers(gold: list[GoldReport], scored: Scored, annotator: Annotator) -> dict[str, float]:
    """Print and give the figures of speakers, of the gold statements and end to end."""
    judged = judge(gold, annotator)
    given = {f"speakers.{name}": value for name, value in speaker_figures(judged).items()}
    print(f"{len(judged)} labelled speakers: " + ", ".join(f"{n[9:]} {v:.3f}" for n, v in given.items()))
    end_to_end = speaker_figures(judge_records(gold, scored.records))
    print("end to end: " + ", ".join(f"{name} {value:.3f}" for name, value in end_to_end.items()))
    return given


def _print_said(gold: list[GoldReport], annotator: Annotator) -> dict[str, float]:
    """Print and give the figures of when the labelled statements were said."""
    judged = judge_said(gold, annotator)
    given = said_figures(judged)
    print(f"{len(judged)} labelled dates of statements: " + ", ".join(f"{n[5:]} {v:.3f}" for n, v in given.items()))
    return given


def _check_floors(figures: dict[str, float], floors: dict[str, float]) -> int:
    below = {name: floor for name, floor in floors.items() if round(figures[name], 3) < floor}
    for name, floor in below.items():
        print(f"below its floor: {name} {figures[name]:.3f} < {floor:.3f}", file=sys.stderr)
    print(f"{len(floors) - len(below)} passed, {len(below)} failed")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
