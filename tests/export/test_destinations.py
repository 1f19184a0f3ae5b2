from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord.errors import ExportError
from onrecord.export.destinations import new_file, new_folder


def holds_only_texts(folder: Path) -> bool:
    return all(entry.suffix == ".txt" for entry in folder.iterdir())


def left(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    with new_file(tmp_path / "a.csv", overwrite=False) as stream:
        stream.write(b"whole")
        assert not (tmp_path / "a.csv").exists()
    assert (tmp_path / "a.csv").read_bytes() == b"whole"
    assert left(tmp_path) == ["a.csv"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_file_that_fails_leaves_what_was_there(tmp_path: Path, overwrite: bool) -> None:
    if overwrite:
        (tmp_path / "a.csv").write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), new_file(tmp_path / "a.csv", overwrite) as stream:
        stream.write(b"half")
        raise KeyboardInterrupt
    assert left(tmp_path) == (["a.csv"] if overwrite else [])
    assert not overwrite or (tmp_path / "a.csv").read_bytes() == b"before"


def test_a_file_that_exists_is_kept_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"before")
    with pytest.raises(ExportError, match=r"exists.*--overwrite") as caught, new_file(path, overwrite=False):
        pass
    assert caught.value.path == str(path)
    assert path.read_bytes() == b"before"
    with new_file(path, overwrite=True) as stream:
        stream.write(b"after")
    assert path.read_bytes() == b"after"


def test_a_link_stays_one_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(b"before")
    (tmp_path / "link.csv").symlink_to("real.csv")
    with new_file(tmp_path / "link.csv", overwrite=True) as stream:
        stream.write(b"after")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"after"


@pytest.mark.parametrize("name", ["missing/a.csv", "x" * 300])
def test_what_the_system_refuses_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=r"cannot be written|File name too long"), new_file(tmp_path / name, False):
        pass


def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "."):
        with pytest.raises(ExportError, match="is not a file"), new_file(tmp_path / name, overwrite=True):
            pass


def test_a_folder_appears_when_it_is_complete_and_replaces_only_one_of_its_kind(tmp_path: Path) -> None:
    place = tmp_path / "out"
    for words in ("first", "second"):
        with new_folder(place, words == "second", holds_only_texts) as folder:
            (folder / f"{words}.txt").write_text(words)
        assert left(tmp_path) == ["out"]
        assert left(place) == [f"{words}.txt"]
    with pytest.raises(ExportError, match="exists"), new_folder(place, False, holds_only_texts):
        pass
    (place / "thesis.docx").write_text("years of work")
    with pytest.raises(ExportError, match="holds other files"), new_folder(place, True, holds_only_texts):
        pass
    assert left(place) == ["second.txt", "thesis.docx"]


def test_a_folder_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.mkdir()
    (place / "a.txt").write_text("before")
    with pytest.raises(ValueError, match="no"), new_folder(place, True, holds_only_texts) as folder:
        (folder / "b.txt").write_text("half")
        raise ValueError("no")
    assert left(tmp_path) == ["out"]
    assert left(place) == ["a.txt"]


def test_a_folder_that_cannot_take_its_place_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "out"
    place.mkdir()
    (place / "a.txt").write_text("before")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".partial"):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(ExportError, match="nothing there was"), new_folder(place, True, holds_only_texts) as folder:
        (folder / "b.txt").write_text("new")
    assert left(tmp_path) == ["out"]
    assert left(place) == ["a.txt"]
