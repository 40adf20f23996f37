import unicodedata

from django.core.exceptions import ValidationError as FormError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError


def validate_credit_code(value: str) -> None:
    """Raise a ValidationError that says what is wrong if the value is no unified social credit code."""
    try:
        uscc.validate(value)
    except InvalidChecksum as error:
        raise FormError(
            _("The last character does not fit the others: please compare the code with the licence."),
            code="checksum",
        ) from error
    except ValidationError as error:
        raise FormError(
            _("The code has 18 characters: digits, and capitals without I, O, S, V and Z."),
            code="format",
        ) from error


def normalise_credit_code(value: str) -> str:
    """Normalise a code pasted from a licence: capitals, no spaces or hyphens, no full-width characters."""
    narrow = unicodedata.normalize("NFKC", value)
    return uscc.compact("".join(narrow.split()))
