"""The board of introductions: one column per state, and cards with buttons for the moves."""

from typing import Any

from django.db.models import QuerySet
from django_filters.views import FilterView

from matching.filters import IntroductionFilter
from matching.introductions.board import PER_COLUMN, columns
from matching.models import Introduction
from matching.views.access import person
from matching.views.introduction_actions import SIMPLE
from matching.views.queries import query_of


class BoardFilter(IntroductionFilter):
    """Without a filter for the state, because each state is a column."""

    state = None


class IntroductionBoardView(FilterView):
    filterset_class = BoardFilter
    template_name = "matching/introduction_board.html"
    strict = False

    def get_queryset(self) -> QuerySet[Introduction]:
        return Introduction.objects.visible_to(person(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "columns": columns(self.object_list, person(self.request)),
            "most": PER_COLUMN,
            "query": query_of(self.request),
            "simple": SIMPLE,
        }
