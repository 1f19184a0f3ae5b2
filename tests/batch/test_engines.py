"""Both engines on real reports with the packaged model, and Ray when nodes are lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.batch.engines import Engine, LocalEngine
from onrecord.batch.ray_engine import RayEngine
from onrecord.batch.run import BatchOptions, run_batch
from onrecord.errors import ConfigurationError, MissingExtraError
from tests.batch.material import stub_options, write_reports
from tests.batch.test_run import content_of, manifest_of
from tests.cli.running import run_command

pytest.importorskip("pyarrow")
ROOT = Path(__file__).parent.parent.parent
ARCHIVES = Path(os.environ.get("ONRECORD_CORPORA", "")) / "warc"


def run(engine: Engine, out: Path) -> Path:
    """Read the samples, and the small web archives where they are."""
    paths = [str(ROOT / "examples"), *([str(ARCHIVES)] if ARCHIVES.is_dir() else [])]
    errors: list[str] = []
    counts = run_batch(paths, BatchOptions(str(out)), engine, on_error=errors.append)
    assert counts.reports >= 6 and counts.statements > 40 and len(errors) == counts.failed
    assert counts.failed_inputs == counts.failed_shards == 0
    return out


@pytest.fixture
def ray() -> Iterator[Any]:
    """Ray on this machine, with little memory."""
    found = pytest.importorskip("ray")
    found.init(num_cpus=2, include_dashboard=False, object_store_memory=2**27, log_to_driver=False)
    yield found
    found.shutdown()


def test_the_samples_become_parts(tmp_path: Path) -> None:
    (row, *_) = manifest_of(run(LocalEngine(1), tmp_path / "out"))
    assert row["made_by"].startswith("model@") and row["inputs"][0]["path"].endswith("2031-02-14-envoys-arrive.txt")


def test_both_engines_write_the_same_bytes(ray: Any, tmp_path: Path) -> None:
    local, cluster = run(LocalEngine(1), tmp_path / "local"), run(RayEngine(None, 1), tmp_path / "ray")
    assert content_of(local) == content_of(cluster)


def test_a_poisonous_page_costs_that_page_on_ray_too(ray: Any, tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 4, 2, CRASH=1)
    errors: list[str] = []
    counts = run_batch([str(reports)], stub_options(tmp_path / "out", 2), RayEngine(None, 2), on_error=errors.append)
    assert (counts.reports, counts.failed, counts.skipped) == (3, 1, {"gave up: crash": 1}) and len(errors) == 1


def test_a_cluster_loses_a_node_and_nothing_else(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    from ray.cluster_utils import Cluster

    reports = write_reports(tmp_path / "in", 12)
    run_batch([str(reports)], stub_options(tmp_path / "undisturbed"), LocalEngine(1), on_error=print)
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": 2**27})
    try:
        second = cluster.add_node(num_cpus=1, object_store_memory=2**27)
        cluster.wait_for_nodes()
        lost = []

        def lose_node(row: dict[str, Any]) -> None:
            if not lost:
                lost.append(second)
                cluster.remove_node(second, allow_graceful=False)

        errors: list[str] = []
        counts = run_batch(
            [str(reports)],
            stub_options(tmp_path / "lost"),
            RayEngine(cluster.address, 2),
            on_error=errors.append,
            on_shard=lose_node,
        )
    finally:
        cluster.shutdown()
    assert lost and not errors and counts.reports == 12
    assert content_of(tmp_path / "lost") == content_of(tmp_path / "undisturbed")


def test_without_ray_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(module: str, extra: str) -> None:
        raise MissingExtraError(module, extra)

    monkeypatch.setattr("onrecord.batch.ray_engine.import_extra", fail)
    with pytest.raises(MissingExtraError, match=r"onrecord\[ray\]"):
        list(RayEngine(None, 1)([]))


def test_an_address_is_only_for_ray(tmp_path: Path) -> None:
    done = run_command("batch", str(tmp_path), "--out", str(tmp_path / "out"), "--address", "auto", code=2)
    assert "--engine ray" in done.stderr
    assert ConfigurationError.__name__ not in done.stderr


def test_the_command_writes_parts_that_a_store_takes(tmp_path: Path) -> None:
    reports, out, store = ROOT / "examples", tmp_path / "records", tmp_path / "store.db"
    done = run_command("batch", str(reports), "--out", str(out), "--workers", "1", "--model", "small")
    assert "1 shards; 6 reports with 46 statements" in done.stderr
    done = run_command("add", str(out), "--store", str(store))
    assert "6 reports added, with 46 statements" in done.stderr
    assert "6 known already" in run_command("add", str(reports), "--store", str(store), "--model", "small").stderr
    run_command("duplicates", str(out), "--out", str(tmp_path / "duplicates.jsonl"))
