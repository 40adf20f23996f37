from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ydeu.workdays.coming_year import missing_year
from ydeu.workdays.forms import CalendarDaysForm
from ydeu.workdays.models import CalendarDay


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):
    list_display = ("day", "kind", "name")
    list_filter = ("kind",)
    search_fields = ("name", "day")
    date_hierarchy = "day"
    ordering = ("-day",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A new entry may cover several days; an existing one is a single day."""
        if obj is None:
            kwargs["form"] = CalendarDaysForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("day", "last_day", "kind", "name") if obj is None else ("day", "kind", "name")

    def save_model(self, request: HttpRequest, obj: CalendarDay, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            for day in form.days()[1:]:
                CalendarDay.objects.create(day=day, kind=obj.kind, name=obj.name)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "GET" and (year := missing_year(timezone.localdate())):
            text = _(
                "The holidays of %(year)s are not entered yet. "
                "Until then, promised days count Monday to Friday."
            )
            messages.warning(request, text % {"year": year})
        return super().changelist_view(request, extra_context)
