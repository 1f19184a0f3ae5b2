"""``onrecord serve``, run as a user runs it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onrecord.store import open_store
from onrecord.web.serving import bind_socket, is_listening
from tests.cli.running import wait_for_end
from tests.web.material import STRAIT

COMMAND = [sys.executable, "-m", "onrecord", "serve"]
TOKEN = "a long secret of many letters"
_PATIENCE = 60


@pytest.fixture
def place(tmp_path: Path) -> str:
    found = str(tmp_path / "onrecord.db")
    with open_store(found) as store:
        store.add([STRAIT])
    return found


def refused(*arguments: str, token: str | None = None) -> str:
    """Run a command that must not open a room; give what it says."""
    done = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=_PATIENCE, env=_environment(token)
    )
    assert done.returncode != 0 and "Traceback" not in done.stderr and "is open" not in done.stderr
    return done.stderr


def _environment(token: str | None = None, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "ONRECORD_TOKEN"}
    return {**kept, **({"ONRECORD_TOKEN": token} if token else {}), **more}


@contextmanager
def room(*arguments: str, token: str | None = None, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Open a room; give the command and the address that it names."""
    opened = subprocess.Popen(
        [*COMMAND, *arguments], stderr=subprocess.PIPE, text=True, env=_environment(token, **more)
    )
    try:
        assert opened.stderr is not None
        told = []
        for line in opened.stderr:
            told.append(line)
            if "is open" in line:
                break
        (address,) = re.findall(r"http://\S+", "".join(told)) or [None]
        assert address is not None, told
        yield opened, address
    finally:
        opened.kill()
        opened.communicate()


def get(address: str, path: str = "", token: str | None = None) -> tuple[int, str]:
    request = urllib.request.Request(address + path, headers={"authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_room_over_a_store_answers_until_it_is_stopped(place: str, stop: signal.Signals) -> None:
    with room(place, "--port", "0") as (opened, address):
        status, page = get(address, f"reports/{STRAIT.report.id}")
        assert status == 200 and "Boats to sail at dawn" in page
        opened.send_signal(stop)
        opened.wait(20)
        assert not is_listening(address)
        assert opened.stderr is not None
        assert "Traceback" not in opened.stderr.read()


def test_reports_are_read_into_a_store_that_is_gone_afterwards(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    one = tmp_path / "one.txt"
    one.write_text("date 2031-03-09\n“The dam will hold,” said Ada Lund.", encoding="utf-8")
    with room(str(one), "--port", "0", TMPDIR=str(tmp_path / "kept")) as (opened, address):
        assert "will hold" in get(address, "?q=dam")[1]
        (folder,) = (tmp_path / "kept").glob("onrecord-*")
        assert (folder / "onrecord.db").exists()
        opened.terminate()
        opened.wait(20)
    assert list((tmp_path / "kept").iterdir()) == []
    assert not (tmp_path / "onrecord.db").exists()


def test_beyond_this_machine_it_wants_a_token(place: str) -> None:
    assert "ONRECORD_TOKEN" in refused(place, "--host", "0.0.0.0")
    assert "too easy" in refused(place, "--host", "0.0.0.0", token="short")
    with room(place, "--host", "0.0.0.0", "--port", "0", token=TOKEN) as (_, address):
        assert get(address, "api/v1/size")[0] == 401
        assert get(address, "api/v1/size", "another")[0] == 401
        assert get(address, "api/v1/size", TOKEN)[0] == 200
        assert "knows the token" in get(address)[1]


def test_what_stands_in_the_way_is_told(place: str, tmp_path: Path) -> None:
    with bind_socket("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        assert re.search(f"port {port}.*--port", refused(place, "--port", port))
    assert "nothing.db" in refused(str(tmp_path / "nothing.db"))
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no report" in refused(str(empty))
    assert "one of the two" in refused(place, str(empty))


def test_a_room_for_reading_only_takes_no_corrections(place: str) -> None:
    with room(place, "--port", "0", "--read-only") as (_, address):
        assert "read-only" in get(address)[1]
        accept = urllib.request.Request(f"{address}statements/{STRAIT.statements[0].id}/accept", method="POST")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(accept, timeout=30)


def test_more_processes_serve_one_store_and_all_stop(place: str) -> None:
    with room(place, "--port", "0", "--workers", "2") as (opened, address):
        children = Path(f"/proc/{opened.pid}/task/{opened.pid}/children")
        assert all(get(address, "?q=boats")[0] == 200 for _ in range(20))
        workers = children.read_text().split() if children.exists() else []
        opened.terminate()
        opened.wait(30)
        assert not is_listening(address)
        # Python's own keeper of shared things ends a moment after its parent.
        assert all(wait_for_end(int(pid), 20) for pid in workers)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_after_closing_the_one_file_holds_every_correction(place: str, tmp_path: Path, stop: signal.Signals) -> None:
    with room(place, "--port", "0", "--workers", "2") as (opened, address):
        for _ in range(8):
            body = json.dumps({"action": "accept", "statement": STRAIT.statements[0].id}).encode()
            headers = {"content-type": "application/json", "connection": "close"}
            asked = urllib.request.Request(f"{address}api/v1/corrections", body, headers, method="POST")
            with urllib.request.urlopen(asked, timeout=30) as answer:
                assert answer.status in (200, 201)
        opened.send_signal(stop)
        opened.wait(60)
    copy = shutil.copy(place, tmp_path / "copy.db")
    with open_store(copy) as store:
        assert len(store.corrections.log()) == 8


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_a_killed_room_leaves_no_process_behind(place: str) -> None:
    with room(place, "--port", "0", "--workers", "2") as (opened, address):
        assert get(address, "?q=boats")[0] == 200
        children = Path(f"/proc/{opened.pid}/task/{opened.pid}/children").read_text().split()
        assert children
        opened.kill()
        opened.wait(20)
        assert all(wait_for_end(int(pid), 30) for pid in children)


def test_in_the_background_it_names_its_address_and_closes_when_nobody_comes(place: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, place, "--port", "0", "--detach", "--idle-minutes", "0.1"],
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        env=_environment(TMPDIR=str(tmp_path)),
    )
    assert done.returncode == 0, done.stderr
    (address,) = re.findall(r"http://\S+", done.stderr)
    (pid,) = re.findall(r"kill (\d+)", done.stderr)
    try:
        assert get(address)[0] == 200
        assert not list(tmp_path.glob("onrecord-room-*"))
        # Knocking at the port is no visit: only requests keep a room open.
        knocks = 0
        while not wait_for_end(int(pid), 0.3):
            knocks += 1
            assert knocks < 100
            is_listening(address)
            assert not list(tmp_path.glob("onrecord-room-*"))
        assert not is_listening(address)
    finally:
        if is_listening(address):
            os.kill(int(pid), signal.SIGTERM)


def test_why_it_did_not_open_in_the_background_is_told(tmp_path: Path) -> None:
    assert "nothing.db" in refused(str(tmp_path / "nothing.db"), "--detach")
