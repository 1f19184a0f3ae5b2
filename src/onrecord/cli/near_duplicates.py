"""Prints one statement in the wordings of several reports."""

from __future__ import annotations

import csv
import json
import sys
from typing import Any

from rich.text import Text

from onrecord.cli.render import RecordConsole
from onrecord.store import Hit, NearDuplicates, Variant
from onrecord.text.display import harmless, visible

_COLUMNS = "variant likeness published publisher speaker content title url origin statement report".split()


def show_group(group: NearDuplicates, output: str) -> None:
    """Print a group of near-duplicates.

    Args:
        group: The group.
        output: ``table`` for people, ``json`` or ``csv``.
    """
    {"table": _show_table, "json": _show_json, "csv": _show_csv}[output](group)


def _show_table(group: NearDuplicates) -> None:
    console = RecordConsole(highlight=False, soft_wrap=True)
    count = f"{group.reports} reports, {len(group.variants)} wordings" if group.reports > 1 else "in no other report"
    console.print(Text(f"{count}; earliest {_describe_publication(group.earliest)}", style="bold"), end="\n\n")
    for number, variant in enumerate(group.variants, 1):
        console.print(_render_variant(number, variant), end="\n\n")


def _render_variant(number: int, variant: Variant) -> Text:
    words = " … ".join(variant.hits[0].statement.content.quote)
    block = Text(f"{number}  ", style="bold")
    block.append(visible(" ".join(words.split())), style="not bold")
    for difference in variant.differences:
        theirs, ours = (visible(part) or "(nothing)" for part in (difference.theirs, difference.ours))
        block.append(f"\n   {theirs} → {ours}", style="not bold magenta")
    for hit in variant.hits:
        block.append(f"\n   {_describe_publication(hit)}", style="not bold dim")
    return block


def _describe_publication(hit: Hit) -> str:
    report = hit.report
    facts = (report.published or "no date", report.publisher, report.url or report.origin, hit.statement.id)
    return visible(" ".join(" · ".join(fact for fact in facts if fact).split()))


def _rows(group: NearDuplicates) -> list[dict[str, Any]]:
    return [
        {**hit.to_dict(), "variant": number, "likeness": round(variant.likeness, 4)}
        for number, variant in enumerate(group.variants, 1)
        for hit in variant.hits
    ]


def _show_json(group: NearDuplicates) -> None:
    sys.stdout.write(json.dumps(group.to_dict(), indent=1) + "\n")


def _show_csv(group: NearDuplicates) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in _rows(group):
        writer.writerow([harmless(row[c]) if isinstance(row[c], str) else row[c] for c in _COLUMNS])
