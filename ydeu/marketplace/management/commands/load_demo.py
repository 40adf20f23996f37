"""manage.py load_demo: load the sample into an empty site, and print the accounts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ydeu.marketplace.sample.loading import load
from ydeu.transitions import DomainError


class Command(BaseCommand):
    help = "Load fictitious enterprises, offers, demands and accounts; a second time changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load()
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Sample data, new this time: {loaded.alliances} alliances, {loaded.enterprises} enterprises, "
            f"{loaded.offers} offers, {loaded.demands} demands"
        )
        for account in loaded.accounts:
            self.stdout.write(f"  {account.email:<24} {account.password}  {account.role}")
