"""A reader who joins what anonymous listings show with what the same pages tell of named enterprises."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import Any

from django.db.models import Q
from django.test import Client

from ydeu.accounts import industries, regions
from ydeu.accounts.enums import Size
from ydeu.alliances.enums import ChainSegment
from ydeu.alliances.models import Alliance

CARD = re.compile(r'<article class="listing-card">.*?</article>', re.DOTALL)
ADDRESS = re.compile(r'href="(/(?:offer|demand)s/\d+/)"')
FACT = re.compile(r"<dt>\s*(.*?)\s*</dt>\s*<dd>\s*(.*?)\s*</dd>", re.DOTALL)
POSTER = re.compile(r'<h2 class="card__title">([^<]*)</h2>')
ALLIANCE = re.compile(r'href="/alliances/([\w-]+)/"')
ANONYMOUS = "Anonymous until introduced"
PROVINCES = {english: code for code, _zh, english in regions.PROVINCES}
DELTA = "Yangtze River Delta"


@dataclass
class Seen:
    """What the pages say of one listing and its poster, as the reader reads it."""

    address: str
    poster: str
    alliance: str
    region: str
    segment: str
    industry: str
    size: str
    found_by: set[tuple[str, str]] = field(default_factory=set)
    """The filters that find it, each with its value."""

    @property
    def is_anonymous(self) -> bool:
        return self.poster == ANONYMOUS


def reading(client: Client) -> list[Seen]:
    """All listings in the order of the lists, each with its page and the filters that find it."""
    found = {}
    for kind in ("offers", "demands"):
        for address in addresses(client, f"/{kind}/"):
            found[address] = read_page(client, address)
        for name, value in questions():
            for address in addresses(client, f"/{kind}/", **{name: value}):
                found[address].found_by.add((name, value))
    return list(found.values())


def questions() -> Iterator[tuple[str, str]]:
    """Every value of every filter that could tell of an enterprise."""
    yield from (("province", code) for code, _zh, _en in regions.PROVINCES)
    yield from (("segment", code) for code in ChainSegment.values)
    used = Alliance.objects.filter(Q(offers__isnull=False) | Q(demands__isnull=False)).distinct()
    yield from (("alliance", slug) for slug in used.values_list("slug", flat=True))


def addresses(client: Client, page: str, **filters: str) -> list[str]:
    """The addresses in a list, over all its pages, in their order."""
    found: list[str] = []
    for number in range(1, 10_000):
        text = client.get(page, {**filters, "page": str(number)}).text
        found += [ADDRESS.findall(card)[0] for card in CARD.findall(text)]
        if f"page={number + 1}" not in text:
            break
    return found


def read_page(client: Client, address: str) -> Seen:
    text = client.get(address).text
    facts = {unescape(label): unescape(value) for label, value in FACT.findall(text)}
    titles = [unescape(title) for title in POSTER.findall(text)]
    head = text.partition('<header class="page-head">')[2].partition("<h1>")[0]
    return Seen(
        address=address,
        poster=next(title for title in titles if title != "At a glance"),
        alliance="".join(ALLIANCE.findall(head)[:1]),
        region=facts.get("Region", facts.get("Province", "")),
        segment=facts.get("Chain segment", ""),
        industry=facts.get("Industry", ""),
        size=facts.get("Size", ""),
    )


def candidates(hidden: Seen, rows: list[Seen]) -> set[str]:
    """The names that fit all that is shown of the hidden poster, and the filters that find the listing."""
    return {row.poster for row in rows if not row.is_anonymous and fits(hidden, row)}


def fits(hidden: Seen, row: Seen) -> bool:
    place = row.region.partition(" · ")[0]
    return (
        hidden.alliance in ("", row.alliance)
        and hidden.segment in ("", row.segment)
        and (hidden.region in ("", place) or (hidden.region == DELTA and place in PROVINCES))
        and hidden.industry in ("", row.industry, section(row.industry))
        and hidden.size in ("", row.size)
        and hidden.found_by <= row.found_by
    )


@cache
def section(division: str) -> str:
    """The English name of the section of a division, which is given by its English name."""
    codes = {english: code for code, _zh, english in industries.DIVISIONS}
    return industries.name(industries.section_of(codes.get(division, "")))


def seen_in_rows(listing: Any) -> Seen:
    """What the page of a named listing says, read from its row: for markets with too many pages."""
    enterprise = listing.enterprise
    alliance = listing.alliance.slug if listing.alliance else ""
    found_by = {("province", enterprise.province)}
    return Seen(
        address=listing.get_absolute_url(),
        poster=enterprise.name,
        alliance=alliance,
        region=enterprise.place,
        segment=listing.get_chain_segment_display(),
        industry=industries.name(enterprise.industry),
        size=str(Size(enterprise.size).label) if enterprise.size else "",
        found_by=found_by | {("segment", listing.chain_segment), ("alliance", alliance)},
    )
