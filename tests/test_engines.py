"""Engines: whoever reads, the rows are the same; a cluster that loses a worker and a machine gives them too."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from pipeline.cli.door import run_command
from pipeline.engines.chosen import engine_of
from pipeline.engines.local import Local
from pipeline.errors import UsageError
from tests.stored import Listening, ask, everything, halves, store, write_reports


def test_the_local_engine_wants_nothing() -> None:
    assert isinstance(engine_of("local"), Local)


def test_what_does_not_go_together_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError) as told:
        engine_of("local", "10.0.0.5:6379")
    assert told.value.code == "engine_options"
    monkeypatch.setattr("pipeline.engines.chosen.find_spec", lambda _: True)
    with pytest.raises(UsageError) as told:
        engine_of("ray", "10.0.0.5:6379")
    assert "--staging" in told.value.message


def test_a_missing_extra_is_told_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pipeline.engines.chosen.find_spec", lambda _: None)
    write_reports(tmp_path / "in", 1)
    assert run_command(["ingest", str(tmp_path / "in"), "--engine", "ray", "--db", str(tmp_path / "a.duckdb")]) == 2
    assert "pip install 'thidua[ray]'" in capsys.readouterr().err
    assert not (tmp_path / "a.duckdb").exists()


# A cluster of two machines


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Callable[[], None], Callable[[], None]]]:
    """A cluster of two nodes on this machine; what kills one of its actors, and what takes its second node away."""
    pytest.importorskip("ray.data", reason="Ray is not installed: pip install 'thidua[ray]'")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    import ray  # noqa: PLC0415  (where it is installed)
    from ray.cluster_utils import Cluster as Machines  # noqa: PLC0415

    machines = Machines(
        initialize_head=True,
        head_node_args={"num_cpus": 1, "object_store_memory": 100 << 20, "include_dashboard": False},
    )
    try:
        second = machines.add_node(num_cpus=1, object_store_memory=100 << 20)
        ray.init(address=machines.address, log_to_driver=False, logging_level=logging.ERROR)

        def kill_an_actor() -> None:
            begun_here = psutil.Process().children(recursive=True)
            next(one for one in begun_here if "MapWorker" in " ".join(one.cmdline())).kill()

        yield kill_an_actor, lambda: machines.remove_node(second, allow_graceful=False)
    finally:
        ray.shutdown()
        machines.shutdown()


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_and_a_machine_gives_the_same_rows(
    tmp_path: Path, cluster: tuple[Callable[[], None], Callable[[], None]]
) -> None:
    kill_an_actor, lose_a_machine = cluster
    write_reports(tmp_path / "in", 40)
    (tmp_path / "in" / "trống.txt").write_bytes(b"")
    happened: list[str] = []

    class Disturbing(Listening):
        def done(self, document: object) -> None:
            super().done(document)  # type: ignore[arg-type]
            if len(self.documents) == 5:
                kill_an_actor()
                happened.append("actor")
            if len(self.documents) == 12:
                lose_a_machine()
                happened.append("machine")

    summary = store(
        [tmp_path / "in"],
        tmp_path / "ray.duckdb",
        watcher=Disturbing(),
        engine=engine_of("ray"),
        staging=tmp_path / "area",
        seconds=60,
    )
    assert happened == ["actor", "machine"]
    assert (summary.count("loaded"), summary.count("rejected")) == (40, 1)
    store([tmp_path / "in"], tmp_path / "local.duckdb")
    assert everything(tmp_path / "ray.duckdb") == everything(tmp_path / "local.duckdb")
    assert halves(tmp_path / "ray.duckdb") == []
    assert ask(tmp_path / "ray.duckdb", "SELECT count(*), count(DISTINCT path) FROM files") == [(41, 41)]
    assert not list((tmp_path / "area").rglob("*.unfinished"))
