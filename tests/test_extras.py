from __future__ import annotations

import sys
from pathlib import Path

import pytest

from onrecord.errors import MissingExtraError
from onrecord.extras import import_extra


def test_an_optional_package_is_given() -> None:
    assert import_extra("json.decoder", "x") is sys.modules["json.decoder"]


def test_what_an_optional_package_lacks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "halfway_there.py").write_text("import icu_that_is_not_here\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(
        MissingExtraError, match=r"halfway_there is installed, but icu_that_is_not_here.*onrecord\[far\]"
    ):
        import_extra("halfway_there", "far")


def test_one_that_is_missing_is_named_with_its_extra() -> None:
    with pytest.raises(MissingExtraError, match=r"needs nowhere.*'onrecord\[far\]'"):
        import_extra("nowhere.at.all", "far")
