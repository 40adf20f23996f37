from typing import Any

from allauth.account.admin import EmailAddressAdmin as AllauthAdmin  # registers itself, so it must come first
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from ydeu.accounts import roles
from ydeu.lookups import LookedUp

admin.site.unregister(EmailAddress)


@admin.register(EmailAddress)
class EmailAddressAdmin(LookedUp, AllauthAdmin):
    """The addresses of people. A verified address opens the account, so the rules of people hold here too."""

    raw_id_fields = ()
    autocomplete_fields = ("user",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(user__in=roles.within_reach(by=request.user))

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        people = roles.within_reach(by=request.user)
        return super().formfield_for_foreignkey(db_field, request, **{**kwargs, "queryset": people})


EmailAddressAdmin.make_verified.allowed_permissions = ("change",)
