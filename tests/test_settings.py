"""What the environment says, and what libraries are told in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.settings import read_token


@pytest.mark.parametrize(("value", "token"), [(None, None), ("", None), ("a long secret word", "a long secret word")])
def test_the_token_is_what_the_environment_says(
    value: str | None, token: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is None:
        monkeypatch.delenv("ONRECORD_TOKEN", raising=False)
    else:
        monkeypatch.setenv("ONRECORD_TOKEN", value)
    assert read_token() == token


def test_reading_leaves_no_account_of_itself(tmp_path: Path) -> None:
    code = "import onrecord; onrecord.annotate(onrecord.Report('“It will hold,” said Ada Lund.'))"
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir(), temporary.mkdir()
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment = kept | {"HOME": str(home), "XDG_CACHE_HOME": str(home), "TMPDIR": str(temporary)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert [*home.rglob("*"), *temporary.rglob("*")] == []
