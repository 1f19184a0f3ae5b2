"""The README's commands do what it says."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.cli.running import run_command

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_output_is_what_the_program_prints() -> None:
    blocks = re.findall(r"```\n\$ onrecord ((?:read|times) [^\n]+)\n(.*?)```", README, re.DOTALL)
    assert blocks, "the README shows no output"
    for command, shown in blocks:
        printed = iter(run_command(*shlex.split(command), cwd=ROOT).stdout.splitlines())
        # What is left out is marked; the rest stands in the same order.
        for line in shown.strip().splitlines():
            assert line.strip() == "…" or line in printed, line


def test_readme_options_exist() -> None:
    commands = ("read", "people", "times", "add", "search", "verify", "export", "batch")
    help_text = "".join(run_command(command, "--help").stdout for command in commands)
    for option in set(re.findall(r"(--[a-z]+(?:-[a-z]+)*)", README)):
        assert option in help_text, option


def test_readme_python_example_runs(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.txt").write_text("“The boats will sail,” said Ilse Brandvold.", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
    assert "Ilse Brandvold" in done.stdout.decode()


def test_makefile_has_the_readme_commands() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE)) <= targets


def test_the_path_from_a_folder_to_what_somebody_said(tmp_path: Path) -> None:
    (block,) = re.findall(r"## From a folder of reports to what somebody said\n\n```\n(.*?)```", README, re.DOTALL)
    commands = [shlex.split(line, comments=True) for line in block.strip().splitlines()]
    assert [command[1] for command in commands] == ["add", "people", "search"]
    shutil.copytree(ROOT / "examples", tmp_path / "reports")
    for _, *arguments in commands:
        printed = run_command(*arguments, cwd=tmp_path).stdout
    assert "Ilse Brandvold" in printed and "**grain** **ships**" in printed and "strait-talks.txt" in printed


def test_the_python_of_the_store_runs(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "store.md").read_text(encoding="utf-8"), re.DOTALL)
    shutil.copytree(ROOT / "examples", tmp_path / "reports")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
    assert "Ilse Brandvold" in done.stdout.decode()
