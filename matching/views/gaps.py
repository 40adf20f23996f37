"""The list of demands that no offer answers."""

from typing import Any

from django.db.models import QuerySet
from django_filters.views import FilterView

from matching.filters import WORDS, GapFilter
from matching.review import gaps
from matching.views.access import ReviewersOnly, person
from matching.views.queries import query_of
from ydeu.marketplace.models import Demand


class GapListView(ReviewersOnly, FilterView):
    filterset_class = GapFilter
    template_name = "matching/gap_list.html"
    paginate_by = 20
    strict = False
    http_method_names = ["get", "head"]

    def get_queryset(self) -> QuerySet[Demand]:
        return gaps.gaps_of(person(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        are_vague = context["filter"].form["kind"].value() == WORDS
        return {**context, "are_vague": are_vague, "query": query_of(self.request)}
