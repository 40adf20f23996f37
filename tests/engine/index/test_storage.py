import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from matching.engine import Index, IndexBuilder, IndexStore, Shard
from tests.engine.market import DEMAND_GROUPS, DEMANDS, OFFER_GROUPS, OFFERS, engine, index, same


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


def test_an_emptied_folder_is_noticed_though_the_name_of_its_version_comes_again(tmp_path: Path) -> None:
    reader = IndexStore(tmp_path)
    IndexStore(tmp_path).publish(index())
    assert reader.current() is not None
    for path in tmp_path.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (tmp_path / "a folder that takes the freed number").mkdir()
    IndexStore(tmp_path).publish(Index.build(engine(), OFFERS[:1], DEMANDS))
    found = reader.current()
    assert found is not None
    assert (found.version, len(found.offers.ids)) == ("v00000001", 1)


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


@pytest.mark.slow
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


def test_a_reader_that_two_swaps_overtake_reads_the_name_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = IndexStore(tmp_path), IndexStore(tmp_path)
    writer.publish(index())
    load = Index.load
    overtaken: list[str] = []

    def overtake(directory: Path, version: str) -> Index:
        if not overtaken:
            overtaken.append(version)
            for path in directory.iterdir():
                path.unlink()
            (tmp_path / "CURRENT").write_text("v00000002\n")
            index().save(tmp_path / "v00000002")
        return load(directory, version)

    with monkeypatch.context() as patch:
        patch.setattr(Index, "load", overtake)
        found = reader.current()
    assert found is not None
    assert (found.version, overtaken) == ("v00000002", ["v00000001"])


@pytest.mark.parametrize("name", ["", "nonsense", "v1", "../v00000001", "v00000001/.."])
def test_a_pointer_to_no_version_is_no_index(name: str, tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    store.publish(index())
    (tmp_path / "CURRENT").write_text(name)
    assert store.current_version() is None
    assert IndexStore(tmp_path).current() is None


def test_versions_go_on_above_the_current_one_though_its_files_are_gone(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    (tmp_path / "CURRENT").write_text("v00000041\n")
    assert store.publish(index()).version == "v00000042"


def test_a_directory_that_was_emptied_starts_again(tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "root")
    store.publish(index())
    (tmp_path / "root").rename(tmp_path / "elsewhere")
    found = store.publish(Index.build(engine(), OFFERS[:1], []))
    assert (found.version, found.offers.ids.tolist()) == ("v00000001", [11])


def fill(builder: IndexBuilder) -> None:
    """Count, fit and weigh the small market."""
    builder.count(Shard("offers", 0, OFFERS, OFFER_GROUPS, (1, 2, 3, 4, 5)))
    builder.count(Shard("demands", 0, DEMANDS, DEMAND_GROUPS))
    builder.fit()
    builder.weigh(("offers", 0))
    builder.weigh(("demands", 0))


def test_what_several_processes_built_is_published_and_their_directory_removed(tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "new")
    name = store.begin_build().directory.name
    fill(IndexStore(tmp_path / "new").builder(name))
    builder = IndexStore(tmp_path / "new").builder(name)
    found = store.publish(builder.assemble("a label"))
    store.discard(builder)
    assert (found.version, found.label) == ("v00000001", "a label")
    assert names(tmp_path / "new") == ["v00000001"]
    assert same(found.best_offers(DEMANDS, 4), index().best_offers(DEMANDS, 4))
    assert found.offers.revisions.tolist() == [1, 2, 3, 4, 5]
    seen = IndexStore(tmp_path / "new").current()
    assert seen is not None
    assert seen.label == "a label"


def test_a_new_build_gives_up_the_one_before(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    first = store.begin_build()
    fill(first)
    second = store.begin_build()
    assert names(tmp_path) == [second.directory.name]
    with pytest.raises(FileNotFoundError, match="given up or is finished"):
        store.builder(first.directory.name)
    with pytest.raises(FileNotFoundError):
        first.count(Shard("offers", 1, OFFERS))
    with pytest.raises(FileNotFoundError):
        first.assemble()
    assert store.current() is None
    assert store.builder(second.directory.name).directory == second.directory


def test_a_build_is_given_up_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = IndexStore(tmp_path)
    first = store.begin_build()
    fill(first)
    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", lambda *_, **__: None)
        store.begin_build()
    with pytest.raises(FileNotFoundError):
        first.assemble()


def test_a_build_and_the_swap_of_another_index_leave_each_other_alone(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    builder = store.begin_build()
    store.publish(index())
    fill(builder)
    assert store.publish(builder.assemble()).version == "v00000002"


def test_a_second_discard_of_a_builder_does_nothing(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    builder = store.begin_build()
    assert [each.directory for each in store.unfinished()] == [builder.directory]
    store.discard(builder)
    store.discard(builder)
    assert (store.unfinished(), names(tmp_path)) == ([], [])
    with pytest.raises(FileNotFoundError):
        builder.assemble()


@pytest.mark.parametrize(
    "name", ["", "v00000001", "shards-", "shards-../../x", "shards-" + "0" * 31, "shards-" + "G" * 32]
)
def test_only_the_name_of_a_build_leads_to_its_builder(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not the name of a build"):
        IndexStore(tmp_path).builder(name)


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


@pytest.mark.slow
def test_a_publisher_killed_at_any_moment_leaves_a_whole_index(tmp_path: Path) -> None:
    for pause in (0.0, 0.003, 0.011, 0.02):
        command = [sys.executable, "-c", PUBLISHER.format(root=str(tmp_path))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(0.03 + pause)
            os.kill(process.pid, signal.SIGKILL)
        found = IndexStore(tmp_path).current()
        assert found is None or found.best_offers(DEMANDS[:1], 1).ids.tolist() == [[11]]
    assert IndexStore(tmp_path).publish(index()).best_offers(DEMANDS[:1], 1).ids.tolist() == [[11]]
    assert len(names(tmp_path)) <= 2
