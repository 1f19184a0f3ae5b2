"""A folder with one file of each format goes into a store with one command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.faults.documents import make_docx, make_mailbox, make_message, make_pdf
from benchmarks.faults.readers import make_archive
from onrecord.read.registry import FORMAT_NAMES, find_format_by_suffix
from tests.cli.running import run_command

SENTENCES = (
    "The mayor of Westmere, Ada Lund, said on Friday that the boats would sail soon.",
    "“We will not wait for the ice,” Lund told reporters at the harbour.",
    "The skipper Bo Ek said that the ice was thin this year, and that nobody fished.",
)
PAGE = (
    "<html><body><article><h1>{}</h1>" + "".join(f"<p>{one}</p>" for one in SENTENCES * 3) + "</article></body></html>"
)


def write_files(folder: Path) -> None:
    texts = {name: f"Report {name}. {' '.join(SENTENCES)}" for name in FORMAT_NAMES}
    row = {name: {"text": text, "date": "2031-03-09"} for name, text in texts.items()}
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist([row["parquet"]]), folder / "a.parquet")
    lines = [(72.0, 100.0 + 14 * number, 11.0, line) for number, line in enumerate(("Report pdf.", *SENTENCES))]
    files = {
        "a.txt": f"date 2031-03-09\n{texts['text']}".encode(),
        "a.html": PAGE.format("Report html").encode(),
        "a.pdf": make_pdf([lines]),
        "a.docx": make_docx([texts["docx"]]),
        "a.eml": make_message(texts["eml"]),
        "a.mbox": make_mailbox(make_message(texts["mbox"])),
        "a.jsonl": json.dumps(row["jsonl"]).encode(),
        "a.json": json.dumps([row["json"]]).encode(),
        "a.csv": f'text,date\n"{texts["csv"]}",2031-03-09\n'.encode(),
        "a.tsv": f"text\tdate\n{texts['tsv']}\t2031-03-09\n".encode(),
        "a.warc": make_archive(PAGE.format("Report warc").replace("Westmere", "Eastmere").encode()),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)


def test_one_command_adds_a_folder_with_each_format(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_files(folder)
    formats = {find_format_by_suffix(path.name).name for path in folder.iterdir()}  # type: ignore[union-attr]
    assert formats == set(FORMAT_NAMES)
    store = str(tmp_path / "a.db")
    assert f"{len(FORMAT_NAMES)} reports added" in run_command("add", str(folder), "--store", store).stderr
    run_command("verify", store)
