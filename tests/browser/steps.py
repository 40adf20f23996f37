"""Steps that several stories share."""

from playwright.sync_api import Page

from tests.factories import PASSWORD
from ydeu.accounts.models import User


def log_in(page: Page, user: User) -> None:
    """Log in through the form. Opens the log-in page unless it is already open."""
    if "/accounts/login/" not in page.url:
        page.goto("/accounts/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "login" not in url)
