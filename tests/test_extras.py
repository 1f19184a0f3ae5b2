from __future__ import annotations

import sys

import pytest

from onrecord.errors import MissingExtraError
from onrecord.extras import import_extra


def test_an_optional_package_is_given() -> None:
    assert import_extra("json.decoder", "x") is sys.modules["json.decoder"]


def test_one_that_is_missing_is_named_with_its_extra() -> None:
    with pytest.raises(MissingExtraError, match=r"needs nowhere.*'onrecord\[far\]'"):
        import_extra("nowhere.at.all", "far")
