"""The POST data of a browser for the listing forms."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pikepdf import Pdf
from PIL import Image

from ydeu.alliances.models import Alliance
from ydeu.marketplace.metadata import without_metadata

EXE = b"MZ\x90\x00" + bytes(200)


def pdf() -> bytes:
    """A PDF of one page, without metadata."""
    buffer = BytesIO()
    with Pdf.new() as document:
        document.add_blank_page()
        document.save(buffer)
    return without_metadata(buffer.getvalue(), "application/pdf")


PDF = pdf()


def png(*, size: int = 4) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (size, size), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def offer_post(alliance: Alliance | None, **changes: Any) -> dict[str, Any]:
    """The form of an offer that can be submitted."""
    return {
        **_listing_post(alliance),
        "advantages": "3,000 cycles instead of 1,500.",
        "stage": "lab_tested",
        "trl": "5",
        "ipr_status": "granted",
        "ip_types": ["patent"],
        "evidence": "",
        "indicative_price": "",
        **changes,
    }


def demand_post(
    alliance: Alliance | None, rows: list[dict[str, str]] | None = None, **changes: Any
) -> dict[str, Any]:
    """The form of a demand that can be submitted, with requirement rows."""
    return {
        **_listing_post(alliance),
        "problem": "Packs are replaced each year.",
        "approaches_tried": "",
        "budget_band": "50_200",
        "needed_by": (timezone.localdate() + timedelta(days=90)).isoformat(),
        "trl_wanted": "",
        "award": "",
        **rows_post(rows or []),
        **changes,
    }


def rows_post(rows: list[dict[str, str]], *, stored: int = 0) -> dict[str, Any]:
    """The requirement rows as a formset sends them. The first ``stored`` rows exist already."""
    posted = {
        "requirements-TOTAL_FORMS": str(len(rows)),
        "requirements-INITIAL_FORMS": str(stored),
        "requirements-MIN_NUM_FORMS": "0",
        "requirements-MAX_NUM_FORMS": "40",
    }
    blank = {"name": "", "operator": "ge", "value": "", "unit": "", "priority": "must"}
    for number, row in enumerate(rows):
        posted.update({f"requirements-{number}-{name}": value for name, value in {**blank, **row}.items()})
    return posted


def _listing_post(alliance: Alliance | None) -> dict[str, Any]:
    return {
        "action": "submit",
        "title": "固态电池电解质",
        "summary": "A maker of cells seeks a partner.",
        "description": "Solid electrolyte with a long cycle life.",
        "technology_keywords": "固态电池；电解质",
        "market_keywords": "",
        "language": "zh-hans",
        "alliance": str(alliance.pk) if alliance else "",
        "chain_segment": "midstream",
        "strategic_industry": "",
        "cooperation_modes": ["license"],
        "partner_sought": "",
        "target_regions": [],
        "visibility": "public",
        "valid_until": (timezone.localdate() + timedelta(days=365)).isoformat(),
    }
