"""Accounts to try the site. Their random passwords are kept in a file and printed at each start."""

from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.crypto import get_random_string

from ydeu.accounts.enums import Role
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.alliances.models import Alliance, Coordinator
from ydeu.marketplace.sample.reading import read

PASSWORD_LENGTH = 14
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - an alphabet without look-alikes


@dataclass(frozen=True, slots=True)
class Account:
    email: str
    name: str
    enterprise: str
    alliances: list[str]
    is_admin: bool
    password: str

    @property
    def role(self) -> str:
        """The role of the account, as users call it."""
        if self.is_admin:
            return "administrator"
        return "coordinator of " + ", ".join(self.alliances) if self.alliances else "enterprise"


def kept_file() -> Path:
    return Path(settings.VAR_DIR) / "demo-accounts.txt"


def make_accounts() -> list[Account]:
    """Create every account of the sample, with its password from the file."""
    kept = _kept_passwords()
    people = read("accounts")
    drawn = {
        person["email"]: get_random_string(PASSWORD_LENGTH, PASSWORD_LETTERS)
        for person in people
        if person["email"] not in kept
    }
    accounts = [Account(**person, password={**kept, **drawn}[person["email"]]) for person in people]
    if drawn:
        _keep(accounts)
    for account in accounts:
        _make_user(account, is_drawn=account.email in drawn)
    return accounts


def give_roles(account: Account) -> None:
    """Make the user owner of their enterprise and coordinator of their alliances."""
    user = User.objects.get(email=account.email)
    for enterprise in Enterprise.objects.filter(credit_code=account.enterprise):
        Membership.objects.get_or_create(user=user, enterprise=enterprise, defaults={"role": Role.OWNER})
    for alliance in Alliance.objects.filter(slug__in=account.alliances):
        Coordinator.objects.get_or_create(user=user, alliance=alliance)


def _make_user(account: Account, *, is_drawn: bool) -> None:
    user = User.objects.filter(email=account.email).first()
    if user is None:
        user = User.objects.create_user(
            account.email,
            account.password,
            name=account.name,
            is_staff=account.is_admin,
            is_superuser=account.is_admin,
        )
    elif is_drawn:
        user.set_password(account.password)
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(
        user=user, email=account.email, defaults={"verified": True, "primary": True}
    )


def _kept_passwords() -> dict[str, str]:
    path = kept_file()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return dict(line.split()[:2] for line in lines if "@" in line)


def _keep(accounts: list[Account]) -> None:
    path = kept_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    lines = [f"{account.email} {account.password} {account.role}\n" for account in accounts]
    path.write_text("".join(lines), encoding="utf-8")
