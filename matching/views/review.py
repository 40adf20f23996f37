"""The coordinator's desk: the queue, and one pair of it."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.views.generic import DetailView
from django_filters.views import FilterView

from matching.explanations import heaviest_terms
from matching.filters import SuggestionFilter
from matching.forms import DeferForm, RejectForm
from matching.models import Suggestion
from matching.models.suggestion import SuggestionQuerySet
from matching.pairs import pair_of
from matching.states import DECIDED
from matching.views.access import ReviewersOnly, person
from ydeu.accounts.models import User

OTHERS = 5


def reviewable(user: User) -> QuerySet[Suggestion]:
    """The pairs that ``user`` may decide on, with all that a page shows of them."""
    pairs = Suggestion.objects.reviewable_by(user).with_parties().best_first()
    return pairs.select_related("decided_by").prefetch_related("demand__requirements")


def strongest(user: User) -> float | None:
    """The best score that waits for ``user``: it fills the bar, and the others are judged beside it."""
    return Suggestion.objects.reviewable_by(user).pending().best_score()


def keys() -> list[tuple[str, str]]:
    return [
        ("a", _("approve: introduce the two")),
        ("r", _("reject: then an arrow for the reason, Enter to confirm")),
        ("d", _("defer: put it aside")),
        ("u", _("undo the last decision")),
        ("j", _("next pair")),
        ("k", _("previous pair")),
    ]


class QueueView(ReviewersOnly, FilterView):
    filterset_class = SuggestionFilter
    template_name = "matching/queue.html"
    paginate_by = 20
    strict = False

    def get_queryset(self) -> QuerySet[Suggestion]:
        return reviewable(person(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        query = self.request.GET.copy()
        query.pop("page", None)
        shown = list(context["page_obj"])
        terms = heaviest_terms(shown)
        rows = [(suggestion, terms[suggestion.pk]) for suggestion in shown]
        best = strongest(person(self.request))
        return {**context, "rows": rows, "query": query.urlencode(), "best": best}


class PairView(ReviewersOnly, DetailView):
    template_name = "matching/pair.html"
    context_object_name = "suggestion"

    def get_queryset(self) -> QuerySet[Suggestion]:
        return reviewable(person(self.request))

    def queue(self) -> SuggestionQuerySet:
        """The queue as the coordinator had filtered it when coming here."""
        pairs = Suggestion.objects.reviewable_by(person(self.request)).best_first()
        return cast(
            SuggestionQuerySet, SuggestionFilter(self.request.GET, queryset=pairs, request=self.request).qs
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        suggestion, queue = self.object, self.queue()
        others = reviewable(person(self.request)).filter(demand=suggestion.demand_id)
        context = {
            "pair": pair_of(suggestion),
            "is_decided": suggestion.state in DECIDED,
            "events": suggestion.events.select_related("actor"),
            "others": others.exclude(pk=suggestion.pk)[:OTHERS],
            "next": queue.after(suggestion).first(),
            "previous": queue.before(suggestion).first(),
            "left": queue.count(),
            "query": self.request.GET.urlencode(),
            "reject_form": RejectForm(auto_id="reject_%s"),
            "defer_form": DeferForm(auto_id="defer_%s"),
            "best": strongest(person(self.request)),
            "keys": keys(),
        }
        return super().get_context_data(**{**context, **kwargs})
