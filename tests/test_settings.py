"""What the environment says, and what libraries are told in it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.settings import read_model, read_token


@pytest.mark.parametrize(("variable", "read"), [("ONRECORD_TOKEN", read_token), ("ONRECORD_MODEL", read_model)])
@pytest.mark.parametrize(
    ("value", "expected"), [(None, None), ("", None), ("a long secret word", "a long secret word")]
)
def test_a_setting_is_what_the_environment_says(
    variable: str,
    read: Callable[[], str | None],
    value: str | None,
    expected: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if value is None:
        monkeypatch.delenv(variable, raising=False)
    else:
        monkeypatch.setenv(variable, value)
    assert read() == expected


def test_reading_leaves_no_account_of_itself(tmp_path: Path) -> None:
    code = "import onrecord; onrecord.annotate(onrecord.Report('“It will hold,” said Ada Lund.'))"
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir(), temporary.mkdir()
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment = kept | {"HOME": str(home), "XDG_CACHE_HOME": str(home), "TMPDIR": str(temporary)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert [*home.rglob("*"), *temporary.rglob("*")] == []
