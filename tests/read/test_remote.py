"""Paths that fsspec opens, on its file system in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.batch.folder import open_folder
from onrecord.errors import ConfigurationError, ExportError, ReadError
from onrecord.read.dispatch import read_reports
from onrecord.read.files import find_files
from onrecord.read.options import ReadOptions
from onrecord.read.remote import describe_remote, is_remote
from onrecord.record import Report

fsspec = pytest.importorskip("fsspec")
LINE = json.dumps({"text": "The dam will hold."}).encode()


@pytest.fixture
def memory() -> Iterator[str]:
    files = fsspec.filesystem("memory")
    for name in ("news/a.jsonl", "news/deep/b.jsonl", "news/notes.png", "news/_manifest.jsonl"):
        files.pipe(f"/{name}", LINE)
    yield "memory://news"
    files.rm("/news", recursive=True)


def test_files_folders_and_globs_are_found(memory: str) -> None:
    assert find_files([memory]) == ["memory:///news/a.jsonl", "memory:///news/deep/b.jsonl"]
    assert find_files([f"{memory}/a*"]) == ["memory:///news/a.jsonl"]
    assert find_files([f"{memory}/notes.png"]) == ["memory:///news/notes.png"]
    with pytest.raises(ReadError, match="names no file"):
        find_files([f"{memory}/absent"])


def test_reports_are_read_with_their_path_as_origin(memory: str) -> None:
    (report,) = read_reports(find_files([memory])[0], ReadOptions())
    assert isinstance(report, Report)
    assert (report.text, report.origin) == ("The dam will hold.", "memory:///news/a.jsonl#1")


def test_a_tag_changes_with_the_content(memory: str) -> None:
    before = describe_remote(f"{memory}/a.jsonl")
    fsspec.filesystem("memory").pipe("/news/a.jsonl", LINE + b"\n")
    after = describe_remote(f"{memory}/a.jsonl")
    assert before[0] == len(LINE) and before[1] != after[1]


@pytest.mark.parametrize("path", ["sftp://lund:secret@host/news", "s3://key@bucket/news"])
def test_credentials_in_a_path_are_refused_and_not_repeated(path: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        find_files([path])
    assert "secret" not in str(caught.value) and "key@" not in str(caught.value)


def test_what_a_file_system_says_is_not_repeated(memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError("key AKIA123 is refused")

    monkeypatch.setattr(type(fsspec.filesystem("memory")), "exists", fail)
    with pytest.raises(ReadError) as caught:
        find_files([f"{memory}/a.jsonl"])
    assert "AKIA123" not in str(caught.value) and "PermissionError" in str(caught.value)


def test_a_file_system_that_does_not_exist_is_one_clear_error() -> None:
    with pytest.raises(ConfigurationError, match="dam://"):
        find_files(["dam://news"])


def test_addresses_of_the_web_are_not_for_fsspec() -> None:
    assert not is_remote("https://post.example/a.jsonl") and not is_remote("C:\\news")


@pytest.mark.parametrize("kind", ["local", "remote"])
def test_a_folder_has_whole_files_or_none(tmp_path: Path, kind: str, memory: str) -> None:
    folder = open_folder(str(tmp_path / "out") if kind == "local" else f"{memory}/out")
    assert folder.names() == [] and folder.read_bytes("a") is None
    folder.write_bytes("a", b"1")
    folder.write_bytes("rows/b", b"2")
    folder.write_bytes("a", b"3")
    assert folder.names("rows") == ["rows/b"] and folder.read_bytes("a") == b"3"

    def fail(stream: object) -> None:
        raise OSError("the disk is full")

    with pytest.raises(ExportError):
        folder.write("c", fail)
    folder.clean()
    assert "c" not in folder.names()
    folder.delete("a")
    folder.delete("a")
    assert folder.read_bytes("a") is None
