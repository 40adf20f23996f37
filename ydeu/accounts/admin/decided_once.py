"""Admin pages of what people ask for: those who have the right grant it, or decline it with a reason."""

from abc import abstractmethod
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path

from ydeu.accounts.people import PersonRequest
from ydeu.transitions import DomainError


class DecidedOnce(admin.ModelAdmin):
    """A subclass names the ``right``, and the use cases that decide. Nothing is edited or deleted here."""

    right: ClassVar[str]
    needed: ClassVar[tuple[str, ...]]
    """The relations that the use cases read."""

    @abstractmethod
    def grant(self, asked: Any, *, by: Any) -> None: ...

    @abstractmethod
    def decline(self, asked: Any, *, by: Any, reason: str) -> None: ...

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.right)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(self.right)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/", decide, name=f"{self._name}_decide"), *super().get_urls()]

    def decide(self, request: PersonRequest, pk: int) -> HttpResponse:
        """Handle the buttons on the page of a row."""
        if not request.user.has_perm(self.right):
            raise PermissionDenied
        found = get_object_or_404(self.model._default_manager.select_related(*self.needed), pk=pk)
        try:
            if request.POST.get("decision") == "grant":
                self.grant(found, by=request.user)
            elif request.POST.get("decision") == "decline":
                self.decline(found, by=request.user, reason=request.POST.get("reason", ""))
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            if not found.is_waiting:
                self.message_user(request, found.get_state_display(), messages.SUCCESS)
        return redirect(f"admin:{self._name}_change", pk)

    @property
    def _name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"
