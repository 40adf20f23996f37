import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from ydeu.accounts import credit_codes


def validate_credit_code(value: str) -> None:
    """Raise a ValidationError that says what is wrong if the value is no unified social credit code."""
    code = normalise_credit_code(value)
    if not credit_codes.has_form(code):
        raise ValidationError(
            _(
                "The code has 18 characters: digits, and capitals without I, O, S, V and Z. "
                "Only the first two and the last ten may be capitals."
            ),
            code="format",
        )
    if not credit_codes.is_valid(code):
        raise ValidationError(
            _("The last character does not fit the others: please compare the code with the licence."),
            code="checksum",
        )


def normalise_credit_code(value: str) -> str:
    """Normalise a code pasted from a licence: capitals, no spaces or hyphens, no full-width characters."""
    narrow = unicodedata.normalize("NFKC", value)
    return str(uscc.compact("".join(narrow.split())))
