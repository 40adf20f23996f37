"""Typed readers of environment variables. For an invalid value they raise ImproperlyConfigured."""

import os
import secrets
import tempfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
LONGEST_SOCKET_PATH = 100  # bytes; the kernel allows 107, the rest is for suffixes of temporary files


def text(name: str, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    value = text(name, "true" if default else "false").lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r} is neither true nor false: write true or false.")
    return value in TRUE


def number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    value = text(name, str(default))
    try:
        result = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None
    if result < least:
        raise ImproperlyConfigured(f"{name}={value!r} is less than {least}.")
    if most is not None and result > most:
        raise ImproperlyConfigured(f"{name}={value!r} is more than {most}.")
    return result


def words(name: str, default: str = "") -> list[str]:
    """Comma-separated values, without the empty ones."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def one_of(name: str, default: str, choices: Sequence[str]) -> str:
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is none of {', '.join(choices)}.")
    return value


def choices(name: str, default: str, *, among: Collection[str]) -> list[str]:
    """Comma-separated words of `among`, or the word none for an empty list."""
    found = words(name, default)
    if found == ["none"]:
        return []
    if unknown := [word for word in found if word not in among]:
        allowed = ", ".join(sorted(among))
        raise ImproperlyConfigured(f"{name} has {unknown[0]!r}: write some of {allowed}, or none.")
    return found


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default))).expanduser().resolve()


def require(wanted: Mapping[str, str]) -> None:
    """Raise ImproperlyConfigured that names every empty variable of `wanted` (name -> what to put there)."""
    missing = [f"  {name}: {hint}" for name, hint in wanted.items() if not text(name, "")]
    if missing:
        raise ImproperlyConfigured("These environment variables must be set:\n" + "\n".join(missing))


def kept_secret(path: Path) -> str:
    """The secret stored in `path`. The first call creates it, readable only by its owner."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # another process was first, so its secret is used
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text().strip()


def socket_path(var_dir: Path) -> Path:
    """The socket of the bundled Redis: in `var_dir`, or in the temporary folder if that path is too long."""
    path = var_dir / "redis.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    return Path(tempfile.gettempdir()) / f"ydeu-{fingerprint(var_dir)}.sock"


def fingerprint(path: Path) -> str:
    """A short name for a folder, which keeps two copies on one machine apart."""
    return sha256(os.fsencode(path)).hexdigest()[:8]
