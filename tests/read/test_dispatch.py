from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import ReadError
from onrecord.read.dispatch import read_reports
from onrecord.read.options import ReadOptions
from onrecord.record import Report


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [b"", b"date 2024-09-22 ", b"date 2024-99-99 ", b"<html>", b'{"', b"\xff\xfe", b"\xef\xbb\xbf", b"PAR1"]
    ),
    st.binary(max_size=120),
    st.sampled_from(["a", "a.txt", "a.html", "a.jsonl", "a.parquet"]),
)
def test_any_file_gives_reports_or_errors(tmp_path: Path, opening: bytes, rest: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(opening + rest)
    for item in read_reports(str(path), ReadOptions()):
        assert isinstance(item, Report | ReadError)
