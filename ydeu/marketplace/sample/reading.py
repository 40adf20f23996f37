"""Reads the files of the sample."""

import json
from pathlib import Path
from typing import Any

from ydeu.marketplace.models import Demand, Listing, Offer

FOLDER = Path(__file__).parent
LISTINGS: dict[type[Listing], tuple[str, ...]] = {
    Offer: ("offers_zh", "offers_en"),
    Demand: ("demands_zh", "demands_en"),
}


def read(name: str) -> list[dict[str, Any]]:
    """The objects in one file."""
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def listings_of(model: type[Listing]) -> list[dict[str, Any]]:
    """The sample offers or demands, with both languages evenly mixed."""
    placed = [
        (place / len(texts), text)
        for texts in map(read, LISTINGS[model])
        for place, text in enumerate(texts, start=1)
    ]
    return [text for _place, text in sorted(placed, key=lambda pair: pair[0])]
