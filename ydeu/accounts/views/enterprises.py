from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ydeu.accounts import enterprises, identity, members
from ydeu.accounts.forms import EnterpriseForm, ProfileForm
from ydeu.accounts.models import Enterprise, Invitation, Membership
from ydeu.accounts.people import PersonRequest
from ydeu.transitions import DomainError


def enterprise_list(request: PersonRequest) -> HttpResponse:
    """The enterprises the person acts for and those that have invited the person."""
    memberships = Membership.objects.filter(user=request.user).select_related("enterprise")
    invitations = Invitation.objects.to(request.user).select_related("enterprise", "invited_by")
    context = {"memberships": memberships.order_by("enterprise__name", "pk"), "invitations": invitations}
    return render(request, "accounts/enterprise_list.html", context)


def enterprise_create(request: PersonRequest) -> HttpResponse:
    initial = {"contact_name": request.user.name, "contact_email": request.user.email}
    form = EnterpriseForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            enterprise = enterprises.register(form.save(commit=False), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. An administrator will compare it with the licence."))
            return redirect(enterprise)
    return render(request, "accounts/enterprise_form.html", {"form": form})


def enterprise_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """The page of an enterprise for its own members."""
    enterprise = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=pk)
    context = {
        "enterprise": enterprise,
        "events": enterprise.events.select_related("actor").order_by("-pk")[:20],
        "may_manage": members.may_manage(enterprise, request.user),
        "identity_request": enterprise.identity_requests.waiting().select_related("asked_by").first(),
    }
    return render(request, "accounts/enterprise_detail.html", context)


def enterprise_edit(request: PersonRequest, pk: int) -> HttpResponse:
    enterprise = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=pk)
    form = EnterpriseForm(request.POST or None, instance=enterprise)
    if form.is_valid():
        try:
            asked = enterprises.revise(form.save(commit=False), changed=form.changed_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            _say_saved(request, is_asked=asked is not None)
            return redirect(enterprise)
    return render(request, "accounts/enterprise_form.html", {"form": form, "enterprise": enterprise})


@require_POST
def identity_withdraw(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """Take back the request for another name or credit code."""
    enterprise = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=pk)
    found = get_object_or_404(enterprise.identity_requests.select_related("enterprise"), pk=number)
    try:
        identity.withdraw(found, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The request is taken back. Name and credit code stay as they are."))
    return redirect(enterprise)


def profile(request: PersonRequest) -> HttpResponse:
    """The person's own name, and the language of their e-mails."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})


def _say_saved(request: PersonRequest, *, is_asked: bool) -> None:
    if is_asked:
        messages.warning(
            request,
            _(
                "Saved. The new name or credit code waits for an administrator, who compares it with the "
                "licence. Until then everybody sees the one that is verified."
            ),
        )
    else:
        messages.success(request, _("Saved."))
