from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ydeu.accounts import members
from ydeu.accounts.enums import Role
from ydeu.accounts.forms import InvitationForm
from ydeu.accounts.models import Enterprise, Invitation, Membership
from ydeu.accounts.people import PersonRequest
from ydeu.transitions import DomainError


def member_list(request: PersonRequest, pk: int) -> HttpResponse:
    """The people who act for the enterprise. Its owners also invite, promote and remove here."""
    enterprise = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=pk)
    return _page(request, enterprise, InvitationForm())


@require_POST
def member_invite(request: PersonRequest, pk: int) -> HttpResponse:
    enterprise = _managed(request, pk)
    form = InvitationForm(request.POST)
    if form.is_valid():
        address, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
        try:
            members.invite(enterprise, address, role=role, by=request.user)
        except DomainError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("We have written to %(email)s.") % {"email": address})
            return redirect("accounts:member_list", pk)
    return _page(request, enterprise, form)


@require_POST
def member_remove(request: PersonRequest, pk: int, member: int) -> HttpResponse:
    """Remove a member: an owner may remove anybody, and every member may leave."""
    enterprise = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=pk)
    membership = _membership(enterprise, member)
    if membership.user_id != request.user.pk and not members.may_manage(enterprise, request.user):
        raise PermissionDenied
    try:
        members.remove(membership, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(person)s is no longer a member.") % {"person": membership.user})
    left = membership.user_id == request.user.pk and membership.pk is None
    return redirect("accounts:enterprise_list") if left else redirect("accounts:member_list", pk)


@require_POST
def member_role(request: PersonRequest, pk: int, member: int) -> HttpResponse:
    membership = _membership(_managed(request, pk), member)
    role = Role.OWNER if request.POST.get("role") == Role.OWNER else Role.EDITOR
    try:
        members.change_role(membership, role, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
    return redirect("accounts:member_list", pk)


@require_POST
def invitation_withdraw(request: PersonRequest, pk: int, invitation: int) -> HttpResponse:
    enterprise = _managed(request, pk)
    found = get_object_or_404(enterprise.invitations, pk=invitation)
    try:
        members.end_invitation(found, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("accounts:member_list", pk)


@require_POST
def invitation_accept(request: PersonRequest, invitation: int) -> HttpResponse:
    found = _invitation(request, invitation)
    try:
        members.accept(found, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("accounts:enterprise_list")
    messages.success(request, _("You now act for %(enterprise)s.") % {"enterprise": found.enterprise})
    return redirect(found.enterprise)


@require_POST
def invitation_decline(request: PersonRequest, invitation: int) -> HttpResponse:
    found = _invitation(request, invitation)
    try:
        members.end_invitation(found, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You have declined the invitation."))
    return redirect("accounts:enterprise_list")


def _page(request: PersonRequest, enterprise: Enterprise, form: InvitationForm) -> HttpResponse:
    context = {
        "enterprise": enterprise,
        "memberships": enterprise.memberships.select_related("user").order_by("pk"),
        "invitations": enterprise.invitations.all(),
        "form": form,
        "may_manage": members.may_manage(enterprise, request.user),
    }
    return render(request, "accounts/member_list.html", context)


def _managed(request: PersonRequest, pk: int) -> Enterprise:
    """The enterprise, for its owners. A stranger gets 404, an editor 403."""
    enterprise = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=pk)
    if not members.may_manage(enterprise, request.user):
        raise PermissionDenied
    return enterprise


def _membership(enterprise: Enterprise, pk: int) -> Membership:
    return get_object_or_404(enterprise.memberships.select_related("user", "enterprise"), pk=pk)


def _invitation(request: PersonRequest, pk: int) -> Invitation:
    """The invitation, for the person with its address. Everybody else gets 404."""
    return get_object_or_404(Invitation.objects.to(request.user).select_related("enterprise"), pk=pk)
