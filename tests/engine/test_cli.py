"""The command line reads two spreadsheets and writes one of pairs."""

import csv
import json
import multiprocessing
import runpy
import sys
from pathlib import Path

import pytest

from matching.engine import cli, dictionary, pair
from matching.engine.spreadsheets import read
from tests.engine.market import DEMANDS, OFFERS

pytestmark = pytest.mark.slow

FILES = {"offers": OFFERS, "demands": DEMANDS}


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    for name, listings in FILES.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("external_id", "title", "description", "keywords"))
            for each in listings:
                writer.writerow((f"{name}-{each.id}", each.title, each.body, "; ".join(each.keywords)))
    return [*(str(tmp_path / f"{name}.csv") for name in FILES), "-o", str(tmp_path / "pairs.csv")]


def pairs_in(folder: Path) -> list[dict[str, str]]:
    with (folder / "pairs.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_best_offers_of_every_demand_are_written(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "AT_ONCE", 2)
    assert cli.main([*arguments, "-k", "2"]) == 0
    offers, demands = (read(Path(path)) for path in arguments[:2])
    expected = pair(offers.documents, demands.documents, 2, lexicon=dictionary()).offers
    assert [(row["demand"], row["offer"], row["score"], row["rank"]) for row in pairs_in(tmp_path)] == [
        (demands.names[at], offers.names[number], f"{score:.6f}", str(rank))
        for at in range(len(DEMANDS))
        for rank, (number, score) in enumerate(expected.pairs(at), start=1)
    ]
    first = pairs_in(tmp_path)[0]
    assert (first["demand"], first["offer"]) == ("demands-21", "offers-11")
    assert "锂离子电池" in first["top_terms"].split("; ")
    report = json.loads(capsys.readouterr().out)
    assert (report["offers"], report["demands"], report["pairs_written"]) == (5, 3, len(pairs_in(tmp_path)))
    assert set(report["seconds"]) == {"load", "read", "fit", "weigh", "multiply", "write", "total"}


def test_it_runs_by_the_name_of_the_package(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["engine", *arguments])
    monkeypatch.delitem(sys.modules, "matching.engine.__main__", raising=False)
    with pytest.raises(SystemExit) as end:
        runpy.run_module("matching.engine", run_name="__main__")
    assert end.value.code == 0
    assert pairs_in(tmp_path)


def test_one_line_of_json_and_no_terms_if_one_asks(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*arguments, "--json", "--terms", "0"]) == 0
    assert capsys.readouterr().out.count("\n") == 1
    assert {row["top_terms"] for row in pairs_in(tmp_path)} == {""}


def test_a_file_that_cannot_be_read_is_named(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(arguments[1]).write_text("external_id\n")
    assert cli.main(arguments) == 2
    assert "demands.csv: there is no column title in the first rows of any sheet" in capsys.readouterr().err
    Path(arguments[0]).unlink()
    assert cli.main(arguments) == 2
    assert "offers.csv" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_refused_before_anything_is_read(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(arguments[0]).write_text("no listings")
    before = [Path(path).read_bytes() for path in arguments[:2]]
    for output in (tmp_path / "nowhere" / "pairs.csv", Path(arguments[1])):
        assert cli.main([*arguments[:2], "-o", str(output)]) == 2
        assert capsys.readouterr().err.startswith(f"{output} ")
    assert [Path(path).read_bytes() for path in arguments[:2]] == before


def test_a_reading_process_that_is_killed_is_reported(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = cli.Clock.told

    def killing(clock: cli.Clock, step: str, done: int, total: int) -> None:
        for process in multiprocessing.active_children():
            process.kill()
        told(clock, step, done, total)

    monkeypatch.setattr(cli.Clock, "told", killing)
    monkeypatch.setattr(cli, "SMALL", 0)
    assert cli.main([*arguments, "--processes", "2"]) == 2
    assert capsys.readouterr() == ("", f"{cli.KILLED}\n")
    assert not list(tmp_path.glob("pairs.csv*"))
    assert not list(tmp_path.glob("*.unfinished"))


@pytest.mark.parametrize("wrong", [["-k", "0"], ["-k", "many"], ["--processes", "-1"]])
def test_a_wrong_option_is_refused(arguments: list[str], wrong: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main([*arguments, *wrong])
