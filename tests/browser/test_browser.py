"""The browser fixture itself: it opens a page of the site and reports the errors on its console."""

from collections.abc import Callable

from playwright.sync_api import Page


def test_the_login_page_opens_without_a_complaint(new_page: Callable[..., Page]) -> None:
    for locale in ("zh-CN", "en"):
        page = new_page(locale=locale)
        answer = page.goto("/accounts/login/")
        assert answer
        assert answer.status == 200
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert page.locator("input[name=login]").is_visible()
