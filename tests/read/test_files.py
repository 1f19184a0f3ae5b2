from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from onrecord.errors import ReadError, UnsupportedFormatError
from onrecord.read import file_format
from onrecord.read.dispatch import read_reports
from onrecord.read.files import find_files, open_file
from onrecord.read.options import ReadOptions
from onrecord.record import Report


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    names = [
        "b.txt",
        "a.TXT",
        "sub/c.html",
        "sub/deep/d.jsonl",
        "notes.md",
        "photo.png",
        "e.odt",
        ".f.txt",
        ".g/h.txt",
    ]
    for name in names:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The mayor spoke.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "in"


def test_a_folder_gives_its_readable_files_sorted(folder: Path) -> None:
    expected = ["in/a.TXT", "in/b.txt", "in/sub/c.html", "in/sub/deep/d.jsonl"]
    assert find_files(["in"]) == expected
    assert find_files(["./in/"]) == ["./" + path for path in expected]


def test_what_a_folder_leaves_out_is_counted_with_an_example(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    find_files(["in", "in/sub", "in/notes.md"])
    assert [record.message for record in caplog.records] == [
        "in: 5 files and folders skipped (hidden or unsupported), such as in/.f.txt; name a file to read it anyway"
    ]
    caplog.clear()
    (folder / "sub" / "deep" / "draft.odt").write_text("x")
    find_files(["in/sub"])
    assert "1 file or folder skipped" in caplog.text and "in/sub/deep/draft.odt" in caplog.text


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("in/*.txt", ["in/b.txt"]),
        ("in/**/*.html", ["in/sub/c.html"]),
        ("in/[ab].*", ["in/a.TXT", "in/b.txt"]),
        ("in/*.md", ["in/notes.md"]),
    ],
)
def test_a_glob_is_expanded(folder: Path, pattern: str, expected: list[str]) -> None:
    assert find_files([pattern]) == expected
    assert find_files([str(folder.parent / pattern)]) == [str(folder.parent / path) for path in expected]


def test_named_files_come_as_given_and_in_order(folder: Path) -> None:
    assert find_files(["in/notes.md", "-", "in/b.txt", "in/b.txt"]) == ["in/notes.md", "-", "in/b.txt", "in/b.txt"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(folder: Path) -> None:
    (folder / "a[1].txt").write_text("x")
    assert find_files(["in/a[1].txt"]) == ["in/a[1].txt"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("in/none.txt", "does not exist"),
        ("in/*.pdf", "matches no file"),
        ("empty", "holds no file"),
        ("a\0b", "does not exist"),
        ("a\0*", "does not exist"),
        ("", "does not exist"),
        ("x" * 5000, "x"),
    ],
)
def test_a_path_that_names_nothing_says_so(folder: Path, path: str, said: str) -> None:
    (folder.parent / "empty").mkdir()
    with pytest.raises(ReadError, match=said) as caught:
        find_files([path])
    assert caught.value.path == path


def test_a_loop_of_links_is_read_once(folder: Path) -> None:
    before = find_files(["in"])
    (folder / "sub" / "up").symlink_to(folder, target_is_directory=True)
    (folder / "broken.txt").symlink_to(folder / "gone")
    assert find_files(["in"]) == before
    assert find_files(["in/**/*.html"]) == ["in/sub/c.html"]


def test_what_the_system_refuses_is_said(folder: Path) -> None:
    for path in ("in", "in/none.txt", "a\0b"):
        (error,) = read_reports(path, ReadOptions())
        assert isinstance(error, ReadError)
        assert error.path == path


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_one_may_not_read(folder: Path) -> None:
    (folder / "b.txt").chmod(0)
    (error,) = read_reports("in/b.txt", ReadOptions())
    assert "Permission denied" in str(error)


def test_a_file_too_large_for_one_report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_format, "LARGEST_FILE", 5)
    (error,) = read_reports("in/b.txt", ReadOptions())
    assert "is larger than" in str(error)


def give_standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))


@pytest.mark.parametrize(
    ("content", "origins"),
    [
        (b"date 2024-09-22\nThe mayor spoke.\n", ["-"]),
        (b'{"text": "one"}\n\n{"text": "two"}\n', ["-#1", "-#3"]),
        (b'{"text": "' + b"x" * 200_000 + b'"}\n{"text": "two"}', ["-#1", "-#2"]),
        (b"", ["-"]),
    ],
)
def test_standard_input_is_told_by_its_content(
    monkeypatch: pytest.MonkeyPatch, content: bytes, origins: list[str]
) -> None:
    give_standard_input(monkeypatch, content)
    reports = list(read_reports("-", ReadOptions()))
    assert [report.origin for report in reports if isinstance(report, Report)] == origins


def test_standard_input_gives_all_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    content = bytes(range(256)) * 1_000
    give_standard_input(monkeypatch, content)
    with open_file("-") as (head, stream):
        assert content.startswith(head)
        assert stream.read() == content


def test_standard_input_may_be_parquet(monkeypatch: pytest.MonkeyPatch) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    buffer = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": ["one", "two"]}), buffer)
    give_standard_input(monkeypatch, buffer.getvalue())
    reports = list(read_reports("-", ReadOptions()))
    assert [report.text for report in reports if isinstance(report, Report)] == ["one", "two"]


def test_a_pipe_can_be_read(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, b"The mayor spoke.\n")
    os.close(writer)
    try:
        (report,) = read_reports(f"/dev/fd/{reader}", ReadOptions())
    finally:
        os.close(reader)
    assert isinstance(report, Report)
    assert report.text == "The mayor spoke.\n"


def test_a_binary_file_is_refused_whatever_its_name(folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"\x89PNG\r\n")
    (error,) = read_reports("in/b.txt", ReadOptions())
    assert isinstance(error, UnsupportedFormatError)
    assert (
        "a PNG image; onrecord reads plain text (.txt, .text), HTML (.html, .htm, .xhtml), PDF (.pdf), Word (.docx)"
        in str(error)
    )
