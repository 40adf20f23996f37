"""The starter glossary: a migration brings it once, and it holds what the dictionary lacks."""

import csv
from collections import Counter
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from matching.engine import Document, Engine, Index
from matching.engine.lexicon.cedict import installed_entries
from matching.engine.lexicon.lexicon import Lexicon
from matching.glossary import entries
from matching.models import GlossaryEntry
from tests.accounts.test_views import logged_in
from tests.factories import make_admin

starter = import_module("matching.migrations.0007_starter_glossary")
known = import_module("ydeu.alliances.migrations.0002_known_alliances")

with starter.STARTER.open(encoding="utf-8", newline="") as opened:
    ROWS = list(csv.DictReader(opened))

AT_LEAST = 400


def load() -> None:
    starter.add_starter_glossary(apps, SimpleNamespace(connection=connection))


def test_there_are_enough_terms_and_each_stands_once() -> None:
    assert len({row["zh"] for row in ROWS}) >= AT_LEAST
    assert [
        pair for pair, count in Counter((row["zh"], row["en"]) for row in ROWS).items() if count > 1
    ] == []


def test_every_known_alliance_has_terms() -> None:
    by_chain = Counter(row["chain"] for row in ROWS)
    assert {slug for slug, *_ in known.ALLIANCES if by_chain[slug] < 20} == set()
    assert min(by_chain.values()) >= 20


@pytest.mark.slow
def test_no_term_is_a_headword_of_the_dictionary() -> None:
    headwords = {
        word.lower()
        for traditional, simplified, _ in installed_entries()
        for word in (traditional, simplified)
    }
    assert [row["zh"] for row in ROWS if row["zh"] in headwords] == []


def test_every_term_is_valid_and_spelt_as_it_is_stored() -> None:
    for row in ROWS:
        entry = GlossaryEntry(zh=row["zh"], en=row["en"], note=starter.NOTE + row["chain"])
        entry.clean_fields()
        assert (entry.zh, entry.en) == (row["zh"], row["en"])


@pytest.mark.django_db
class TestTheMigration:
    def test_it_brings_every_term_marked_as_starter(self) -> None:
        load()
        stored = GlossaryEntry.objects.filter(note__startswith="Starter glossary")
        assert stored.count() == GlossaryEntry.objects.count() == len(ROWS)
        assert set(stored.values_list("weight", flat=True)) == {1}

    def test_it_keeps_what_an_administrator_wrote(self) -> None:
        own = GlossaryEntry.objects.create(zh="钙钛矿", en="perovskite mineral", weight=0, note="ours")
        load()
        assert list(GlossaryEntry.objects.filter(zh="钙钛矿")) == [own]
        assert GlossaryEntry.objects.count() == len(ROWS)
        own.refresh_from_db()
        assert (own.en, own.weight, own.note) == ("perovskite mineral", Decimal(0), "ours")

    def test_the_list_of_the_admin_tells_them_apart(self) -> None:
        load()
        GlossaryEntry.objects.create(zh="隔膜", en="separator", note="ours")
        desk: Client = logged_in(make_admin())
        counts = {}
        for source in ("starter", "own"):
            page = desk.get("/admin/matching/glossaryentry/", {"source": source})
            counts[source] = page.context["cl"].result_count
        assert counts == {"starter": len(ROWS), "own": 1}

    @pytest.mark.parametrize(
        ("zh", "en"),
        [
            ("钙钛矿", "Perovskite"),
            ("具身智能", "Embodied intelligence"),
            ("专精特新", "SRDI"),
            ("揭榜挂帅", "Open competition mechanism"),
            ("全钒液流电池", "Vanadium redox flow battery"),
            ("搅拌摩擦焊", "Friction stir welding"),
        ],
    )
    def test_a_pair_that_shares_only_a_term_of_it_is_found(self, zh: str, en: str) -> None:
        load()
        offers = [Document(1, en), Document(2, "Paper cups"), Document(3, "Cotton yarn")]
        demands = [Document(7, f"求购{zh}"), Document(8, "求购纸杯")]
        for terms, expected in (((), []), (entries.engine_terms(), [1])):
            engine = Engine.fit(offers, demands, lexicon=Lexicon.of([], terms))
            found = Index.build(engine, offers, demands).best_offers(demands[:1], k=3).pairs(0)
            assert [offer for offer, _score in found] == expected
