"""An export of the site goes into the engine's command, and gives the documents that the site matches."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils.translation import override

from matching.engine import cli
from matching.engine.spreadsheets import read
from matching.engine.tables.columns import WORDS, column_of
from matching.engine.tables.headings import fold
from matching.index.documents import document_of
from tests.factories import make_demand, make_offer
from ydeu import downloads
from ydeu.marketplace import overview
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing import spelling
from ydeu.marketplace.importing.headings import heading
from ydeu.marketplace.listing_fields import matched_names
from ydeu.marketplace.models import Listing, Requirement

pytestmark = pytest.mark.django_db

WRITERS = {"csv": downloads.as_csv, "xlsx": downloads.as_xlsx}
TABLES = {"own": spelling, "coordinated": overview}


def exported(listing: Listing, folder: Path, *, form: str, language: str, table: str) -> Path:
    with override(language):
        head, rows = TABLES[table].head_of(listing.kind), list(TABLES[table].rows_of([listing]))
        path = folder / f"{listing.kind}.{form}"
        path.write_bytes(WRITERS[form](head, rows))
    return path


def full(kind: ListingKind) -> Listing:
    texts = {"title": "=Film 与 01-02", "summary": "- short", "market_keywords": ["储能", "solar"]}
    if kind == ListingKind.OFFER:
        return make_offer(**texts, advantages="1-2")
    demand = make_demand(**texts, problem="+1")
    for name in ("cycle life", "寿命"):
        Requirement.objects.create(
            demand=demand, name=name, operator="ge", value="3000", unit="次", priority="must"
        )
    return demand


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("kind", ListingKind)
def test_an_export_gives_the_document_of_its_listing(
    kind: ListingKind, form: str, language: str, table: str, tmp_path: Path
) -> None:
    listing = full(kind)
    found = read(exported(listing, tmp_path, form=form, language=language, table=table))
    assert found.names == [f"{kind}-{listing.pk}"]
    assert found.documents == [replace(document_of(listing), id=0)]


def test_the_command_pairs_two_exports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    offer, demand = make_offer(title="固态电解质薄膜"), make_demand(title="固态电解质薄膜")
    files = [
        str(exported(listing, tmp_path, form=form, language=language, table="own"))
        for listing, form, language in ((offer, "xlsx", "zh-hans"), (demand, "csv", "en"))
    ]
    assert cli.main([*files, "--json", "-o", str(tmp_path / "pairs.csv")]) == 0
    assert json.loads(capsys.readouterr().out)["pairs_written"] == 1
    with (tmp_path / "pairs.csv").open(encoding="utf-8-sig", newline="") as file:
        (pair,) = csv.DictReader(file)
    assert (pair["demand"], pair["offer"]) == (f"demand-{demand.pk}", f"offer-{offer.pk}")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", ListingKind)
def test_the_engine_knows_the_heading_of_every_field_that_is_matched(
    kind: ListingKind, language: str
) -> None:
    names = ("external_id", *matched_names(kind))
    assert set(names) <= set(WORDS)
    with override(language):
        assert {name: column_of(fold(heading(kind, name))) for name in names} == {
            name: name for name in names
        }
