"""Log every download: exports, attachments and copies of personal data."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ydeu.audit import log
from ydeu.audit.enums import Action

Answer = Callable[[HttpRequest], HttpResponseBase]


class DownloadsLeaveALine:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 200 and response.get("Content-Disposition", "").startswith("attachment"):
            self._note(request)
        return response

    def _note(self, request: HttpRequest) -> None:
        """Log the view name and the number in the URL. Visitors who are not logged in are not logged."""
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return
        match = request.resolver_match
        numbers = [value for value in match.kwargs.values() if isinstance(value, int)] if match else []
        name = match.view_name if match else ""
        log.record(Action.DOWNLOADED, by=user, on=None, page=name, row=numbers[0] if numbers else None)
