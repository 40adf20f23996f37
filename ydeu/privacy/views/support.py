from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ydeu.accounts.models import User
from ydeu.accounts.people import PersonRequest
from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.privacy.support import view_of


@require_safe
@permission_required("audit.support_view", raise_exception=True)
def support(request: PersonRequest, pk: int) -> HttpResponse:
    """The support view of a person, in numbers and states. Each look is logged."""
    person = get_object_or_404(User, pk=pk)
    log.record(Action.LOOKED_AFTER, by=request.user, on=person)
    return render(request, "privacy/support.html", {"person": person, "view": view_of(person)})
