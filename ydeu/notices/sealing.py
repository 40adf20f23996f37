"""Encrypt what must not be readable in the database or in a backup of it."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

SALT = b"ydeu.notices.sealing:"


class Unreadable(Exception):
    """The text was sealed with a secret key that the site no longer has."""


def seal(text: str) -> str:
    return _locks().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text. Raises Unreadable if neither ``SECRET_KEY`` nor one of its fallbacks has sealed it."""
    try:
        return _locks().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("This text was sealed with another SECRET_KEY.") from error


def _locks() -> MultiFernet:
    """One lock for each secret key. The first seals, all of them open."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(SALT + force_bytes(key)).digest())) for key in keys])
