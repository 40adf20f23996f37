"""An enterprise that stores as much as the limits allow. Django must be set up."""

import os
from io import BytesIO
from random import Random
from typing import Any

from django.conf import settings
from pikepdf import Pdf, Stream

from tests.factories import make_enterprise
from ydeu.accounts.models import Enterprise
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.field_properties import ListingField
from ydeu.marketplace.listing_fields import fields_of
from ydeu.marketplace.models import Attachment, Offer

PDF_BYTES = 2 * 1024 * 1024
AT_ONCE = 50
SPARE = 5
"""Files that still fit, so that uploads are stored at first and refused later."""


def make_enterprise_at_the_limits() -> Enterprise:
    """A verified enterprise whose drafts and files are as many and as long as they may be."""
    enterprise, random = make_enterprise(), Random(1)
    drafts = [
        Offer(enterprise=enterprise, **longest_texts(random)) for _each in range(settings.LISTINGS_MAX_DRAFTS)
    ]
    Offer.objects.bulk_create(drafts, batch_size=AT_ONCE)
    Attachment.objects.bulk_create(
        Attachment(offer=drafts[-1 - number // 10], file=f"attachments/{number}.pdf", name="a.pdf", size=1000)
        for number in range(settings.LISTINGS_MAX_FILES - SPARE)
    )
    return enterprise


def longest_texts(random: Random) -> dict[str, Any]:
    """The fields of an offer, filled as far as a draft keeps them."""
    texts = {
        field.name: longest(field, random) for field in fields_of(ListingKind.OFFER) if field.limit.of_draft
    }
    return {**texts, "title": texts["title"][:256], "indicative_price": texts["indicative_price"][:120]}


def longest(field: ListingField, random: Random) -> Any:
    """Chinese text of the field's longest length. Keywords become a list."""
    size = field.limit.of_draft or 0
    text = "".join(chr(random.randrange(0x4E00, 0x9FA0)) for _each in range(size - size // 20))
    return [text[start : start + 50] for start in range(0, len(text), 50)] if field.limit.entries else text


def large_pdf() -> bytes:
    """A PDF with a stream that cannot be compressed."""
    buffer = BytesIO()
    with Pdf.new() as document:
        document.add_blank_page()
        document.pages[0].Contents = Stream(document, os.urandom(PDF_BYTES))
        document.save(buffer)
    return buffer.getvalue()
