import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from matching.engine import Index, IndexStore
from tests.engine.market import DEMANDS, OFFERS, engine, index


def names(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.is_dir())


def test_before_the_first_version_there_is_none(tmp_path: Path) -> None:
    assert IndexStore(tmp_path / "none").current() is None
    assert IndexStore(tmp_path / "none").current_version() is None


def test_a_published_index_is_what_every_reader_sees(tmp_path: Path) -> None:
    writer, reader = IndexStore(tmp_path), IndexStore(tmp_path)
    published = writer.publish(index())
    assert published.version == "v00000001"
    seen = reader.current()
    assert seen is not None
    assert seen.version == published.version
    assert seen.best_offers(DEMANDS, 3).ids.tolist() == index().best_offers(DEMANDS, 3).ids.tolist()
    assert reader.current() is seen


def test_a_reader_keeps_its_version_while_the_next_ones_come(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    old = store.publish(index())
    for _ in range(3):
        store.publish(Index.build(engine(), OFFERS[:1], DEMANDS))
    assert names(tmp_path) == ["v00000003", "v00000004"]
    assert old.best_offers(DEMANDS, 1).ids.tolist() == [[11], [13], [14]]
    current = store.current()
    assert current is not None
    assert current.version == "v00000004"


def test_the_leftovers_of_a_crash_are_never_served_and_go_with_the_next_version(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    store.publish(index())
    (tmp_path / "building-dead").mkdir()
    (tmp_path / "building-dead" / "index.json").write_text("{")
    (tmp_path / "v00000002").mkdir()
    (tmp_path / "CURRENT.new").write_text("v0000")
    assert IndexStore(tmp_path).current_version() == "v00000001"
    store.publish(index())
    assert names(tmp_path) == ["v00000001", "v00000002"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["CURRENT", "LOCK"]
    fresh = IndexStore(tmp_path).current()
    assert fresh is not None
    assert fresh.version == "v00000002"


def test_a_full_disk_leaves_the_old_version_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = IndexStore(tmp_path)
    store.publish(index())

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Index, "save", fail)
        with pytest.raises(OSError, match="No space"):
            store.publish(index())
    assert IndexStore(tmp_path).current_version() == "v00000001"
    assert store.publish(index()).version == "v00000002"


def test_a_version_whose_files_are_gone_is_an_error_not_an_empty_market(tmp_path: Path) -> None:
    IndexStore(tmp_path).publish(index())
    (tmp_path / "v00000001" / "engine.json").unlink()
    with pytest.raises(FileNotFoundError):
        IndexStore(tmp_path).current()


def test_readers_always_find_a_whole_index_while_two_publish(tmp_path: Path) -> None:
    IndexStore(tmp_path).publish(index())
    with ThreadPoolExecutor(4) as pool:
        writers = [
            pool.submit(lambda: [IndexStore(tmp_path).publish(index()) for _ in range(8)]) for _ in range(2)
        ]
        answers = []
        while not all(writer.done() for writer in writers):
            found = IndexStore(tmp_path).current()
            assert found is not None
            answers.append(found.best_offers(DEMANDS[:1], 1).ids.tolist())
        versions = sorted(found.version for writer in writers for found in writer.result())
    assert all(answer == [[11]] for answer in answers)
    assert versions == [f"v{number:08d}" for number in range(2, 18)]


PUBLISHER = """
from pathlib import Path
from matching.engine import IndexStore
from tests.engine.market import index
store = IndexStore(Path({root!r}))
built = index()
print("ready", flush=True)
while True:
    store.publish(built)
"""


def test_a_publisher_killed_at_any_moment_leaves_a_whole_index(tmp_path: Path) -> None:
    for pause in (0.0, 0.003, 0.011, 0.02):
        command = [sys.executable, "-c", PUBLISHER.format(root=str(tmp_path))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(0.03 + pause)
            os.kill(process.pid, signal.SIGKILL)
        found = IndexStore(tmp_path).current()
        assert found is None or found.best_offers(DEMANDS[:1], 1).ids.tolist() == [[11]]
    assert IndexStore(tmp_path).publish(index()).best_offers(DEMANDS[:1], 1).ids.tolist() == [[11]]
    assert len(names(tmp_path)) <= 2
