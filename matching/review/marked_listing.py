"""A listing of a pair as HTML, with what the page lists as reasons marked in its texts."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from matching.engine import Document
from matching.engine.text.documents import FIELDS
from matching.index.documents import line_of
from matching.suggestions.highlighting import Slice, marked, marked_keywords, shifted
from ydeu.marketplace.enums import Operator
from ydeu.marketplace.models import Demand, Listing, Requirement


@dataclass(frozen=True)
class MarkedListing:
    """The texts that were compared, as HTML with the reasons marked."""

    listing: Listing
    title: SafeString
    keywords: list[SafeString]
    summary: SafeString
    description: SafeString
    remainder: SafeString
    """The advantages of an offer, or the problem of a demand."""
    figures: list[SafeString]
    """The requirements of a demand, each on a line."""


def marked_listing(
    listing: Listing,
    document: Document,
    spans: Iterable[tuple[str, int, int]],
    shared_keywords: Collection[str],
) -> MarkedListing:
    """The listing with the spans (field, start, end) and the shared keywords marked."""
    slices: dict[str, list[Slice]] = {field: [] for field in FIELDS}
    for field, start, end in spans:
        slices[field].append((start, end))
    whole = {keyword.casefold() for keyword in shared_keywords}
    rows = list(listing.requirements.all()) if isinstance(listing, Demand) else []
    start = len(listing.description)
    end = len(document.body) - len("\n".join(map(line_of, rows)))
    return MarkedListing(
        listing=listing,
        title=marked(document.title, slices["title"]),
        keywords=list(marked_keywords(document.keywords, slices["keywords"], whole)),
        summary=marked(document.summary, slices["summary"]),
        description=marked(document.body[:start], slices["body"]),
        remainder=marked(document.body[start:end].strip("\n"), shifted(slices["body"], start + bool(start))),
        figures=list(_figures(rows, shifted(slices["body"], end))),
    )


def _figures(rows: Iterable[Requirement], slices: list[Slice]) -> Iterator[SafeString]:
    """The requirements one by one. The slices count from the start of their lines."""
    start = 0
    for row in rows:
        yield _figure(row, shifted(slices, start))
        start += len(line_of(row)) + 1


def _figure(row: Requirement, slices: list[Slice]) -> SafeString:
    """“Power at least 5 kW”, with the marks of the line “Power 5 kW”. A value in the name is not repeated."""
    line, cut = line_of(row), len(row.name)
    name = marked(line[:cut], slices)
    if row.operator == Operator.BETWEEN:
        return format_html("{} {}", name, row.asked)
    if row.operator == Operator.CONTAINS and row.value.casefold() in row.name.casefold():
        return name
    value = marked(line[cut + 1 :], shifted(slices, cut + 1))
    return format_html("{} {} {}", name, row.get_operator_display(), value)
