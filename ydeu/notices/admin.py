from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ydeu.notices import delivery
from ydeu.notices.models import Notice, Preference
from ydeu.transitions import DomainError


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):
    """Notices and the state of their e-mails, read-only, with an action that sends an e-mail again."""

    list_display = ("created_at", "kind", "address", "enterprise", "state", "attempts", "sent_at")
    list_filter = ("state", "is_repeat", "kind")
    list_select_related = ("enterprise",)
    search_fields = ("address", "recipient__email", "recipient__name", "enterprise__name", "url", "error")
    date_hierarchy = "created_at"
    actions = ("send_again",)

    @admin.action(description=gettext_lazy("Send again"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        waiting = 0
        for notice in queryset.select_related("enterprise"):
            try:
                delivery.send_again(notice)
            except DomainError as error:
                self.message_user(request, f"{notice}: {error}", messages.ERROR)
            else:
                waiting += 1
        if waiting:
            text = _("%(count)s will be sent again within seconds.") % {"count": waiting}
            self.message_user(request, text, messages.SUCCESS)

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notices.change_notice")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False


@admin.register(Preference)
class PreferenceAdmin(admin.ModelAdmin):
    """The choices of people, read-only: they explain why somebody gets no e-mail."""

    list_display = ("user", "kind", "choice")
    list_filter = ("choice", "kind")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Preference | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Preference | None = None) -> bool:
        return False
