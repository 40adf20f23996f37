"""The pages of a coordinator: the queue, and one pair of it. A word comes before any figure."""

from typing import Any, NamedTuple, cast

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import DetailView
from django_filters.views import FilterView

from matching.filters import MINE, NOBODY, SuggestionFilter
from matching.forms import AssignForm, BulkRejectForm, DeferForm, DisagreeForm, RejectForm, SavedFilterForm
from matching.models import SavedFilter, Suggestion
from matching.models.suggestion_query import SuggestionQuerySet
from matching.review import gaps, saved_filters, second_opinions
from matching.review.assignments import candidates_for
from matching.review.pair_detail import pair_of
from matching.review.queue_export import queue_table
from matching.states import DECIDED, SuggestionState
from matching.suggestions.explanations import top_reasons
from matching.views.access import ReviewersOnly, person
from ydeu.accounts.models import User
from ydeu.downloads import download

OTHERS = 5


def reviewable(user: User) -> QuerySet[Suggestion]:
    """The pairs that ``user`` may decide on, with everything that a page shows of them."""
    return with_all(Suggestion.objects.reviewable_by(user).in_queue_order())


def with_all(pairs: SuggestionQuerySet) -> SuggestionQuerySet:
    pairs = pairs.with_parties().select_related("decided_by", "assignee")
    return pairs.prefetch_related("demand__requirements")


class Row(NamedTuple):
    """A pair of the queue, its heaviest shared terms, and its place by strength if it waits."""

    suggestion: Suggestion
    terms: list[str]
    place: int | None


def waiting(user: User) -> SuggestionQuerySet:
    return Suggestion.objects.reviewable_by(user).waiting_for(user)


def filtered(request: HttpRequest) -> SuggestionQuerySet:
    """The queue as the coordinator has filtered it."""
    pairs = Suggestion.objects.reviewable_by(person(request)).in_queue_order()
    return cast(SuggestionQuerySet, SuggestionFilter(request.GET, queryset=pairs, request=request).qs)


def keys() -> list[tuple[str, str]]:
    return [
        ("a", _("approve: introduce the two; or agree")),
        ("r", _("reject or disagree: then an arrow for the reason, Enter to confirm")),
        ("d", _("defer: put it aside")),
        ("u", _("undo the last decision")),
        ("t", _("take the pair, or give it back")),
        ("j", _("next pair")),
        ("k", _("previous pair")),
    ]


class QueueView(ReviewersOnly, FilterView):
    """Pages are made of primary keys. Only the rows of one page are read in full."""

    filterset_class = SuggestionFilter
    template_name = "matching/queue.html"
    paginate_by = 20
    strict = False
    bulk_form: BulkRejectForm | None = None
    ticked: frozenset[int] = frozenset()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without a query string, redirect to the default filter of the person, if there is one."""
        chosen = None if request.GET else saved_filters.default_of(person(request))
        return redirect(chosen) if chosen else super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        pairs = Suggestion.objects.reviewable_by(person(self.request)).in_queue_order()
        return pairs.values_list("pk", flat=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        shown = with_all(Suggestion.objects.all()).by_number(context["page_obj"])
        reasons, user = top_reasons(shown), person(self.request)
        places = waiting(user).places_of(pair for pair in shown if pair.is_open)
        rows = [Row(pair, reasons[pair.pk], places.of.get(pair.pk)) for pair in shown]
        return {
            **context,
            **self.desk(),
            "rows": rows,
            "left": places.total,
            "gap_count": gaps.count_of(user),
            "is_folded_view": context["filter"].form["state"].value() == SuggestionState.FOLDED,
            "may_reject": any(pair.state == SuggestionState.PENDING for pair in shown),
        }

    def desk(self) -> dict[str, Any]:
        """The context around the rows: progress, filters and forms."""
        user = person(self.request)
        query = self.request.GET.copy()
        query.pop("page", None)
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        elsewhere = query.copy()
        return {
            "query": query.urlencode(),
            "of_one_demand": elsewhere.pop("demand", None),
            "of_all_demands": elsewhere.urlencode(),
            "progress": Suggestion.objects.reviewable_by(user).progress_of(user, today),
            "saved": SavedFilter.objects.of(user),
            "save_form": SavedFilterForm(auto_id="save_%s"),
            "bulk_form": self.bulk_form or BulkRejectForm(auto_id="bulk_%s"),
            "ticked": self.ticked,
            "views": [("", _("All")), (MINE, _("Mine")), (NOBODY, _("Taken by nobody"))],
        }


class QueueTableView(ReviewersOnly, DetailView):
    """The filtered queue as a file."""

    http_method_names = ["get"]
    kind = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return download(self.kind, _("Review queue"), *queue_table(filtered(request)))


class PairView(ReviewersOnly, DetailView):
    template_name = "matching/pair.html"
    context_object_name = "suggestion"

    def get_queryset(self) -> QuerySet[Suggestion]:
        return reviewable(person(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        suggestion, queue = self.object, filtered(self.request)
        context = {
            "pair": pair_of(suggestion),
            "next": queue.after(suggestion).first(),
            "previous": queue.before(suggestion).first(),
            "left": queue.count(),
            "query": self.request.GET.urlencode(),
            "keys": keys(),
            **self.place(),
            **self.background(),
            **self.forms(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def place(self) -> dict[str, Any]:
        """The place of the pair among those that wait, if it does."""
        shown = [self.object] if self.object.is_open else []
        places = waiting(person(self.request)).places_of(shown)
        return {"place": places.of.get(self.object.pk), "compared": places.total}

    def background(self) -> dict[str, Any]:
        """What others said about the pair, and other pairs of the same demand."""
        suggestion, user = self.object, person(self.request)
        others = reviewable(user).filter(demand=suggestion.demand_id).exclude(pk=suggestion.pk)
        is_decided = suggestion.state in DECIDED
        may_second = Suggestion.objects.seconded_by(user).filter(pk=suggestion.pk).exists()
        may_take_back = second_opinions.may_take_back(suggestion, by=user)
        is_undecided = suggestion.state in (SuggestionState.PENDING, SuggestionState.FOLDED)
        return {
            "is_decided": is_decided,
            "may_second": may_second,
            "may_take_back": may_take_back,
            "may_act": is_undecided or is_decided or may_second or may_take_back,
            "opposed": second_opinions.differing_opinions(suggestion),
            "interests": suggestion.interests.select_related("enterprise", "by"),
            "may_propose": user.coordinates.exists(),
            "events": suggestion.events.select_related("actor", "assigned_to"),
            "others": others.except_weak()[:OTHERS],
            "weak_count": others.folded_as_weak().count(),
            "most_strong": settings.MATCHING_MAX_STRONG_PER_ENTERPRISE,
        }

    def forms(self) -> dict[str, Any]:
        return {
            "reject_form": RejectForm(auto_id="reject_%s"),
            "disagree_form": DisagreeForm(auto_id="disagree_%s"),
            "defer_form": DeferForm(auto_id="defer_%s"),
            "assign_form": AssignForm(
                auto_id="assign_%s",
                people=candidates_for(self.object, by=person(self.request)),
                initial={"to": self.object.assignee_id},
            ),
        }
