from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ydeu.accounts.people import PersonRequest
from ydeu.notices import notices, preferences, unsubscriptions
from ydeu.notices.forms import PreferencesForm
from ydeu.notices.models import Notice

PAGE_SIZE = 20


def notice_list(request: PersonRequest) -> HttpResponse:
    """The inbox, newest first. ``?show=unread`` shows only unread notices."""
    only_unread = request.GET.get("show") == "unread"
    own = Notice.objects.inbox_of(request.user)
    pages = Paginator(own.unread() if only_unread else own, PAGE_SIZE)
    context = {"page_obj": pages.get_page(request.GET.get("page")), "only_unread": only_unread}
    return render(request, "notices/notice_list.html", context)


@require_POST
def open_notice(request: PersonRequest, pk: int) -> HttpResponse:
    """Mark the notice read and redirect to its page. A URL of another site leads to the inbox instead."""
    notice = get_object_or_404(Notice.objects.inbox_of(request.user), pk=pk)
    notices.mark_read(notice)
    is_local = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if is_local else "notices:list")


@require_POST
def read_all(request: PersonRequest) -> HttpResponse:
    count = notices.mark_all_read(request.user)
    text = ngettext("%(count)s notice marked as read.", "%(count)s notices marked as read.", count)
    messages.success(request, text % {"count": count})
    return redirect("notices:list")


def preferences_edit(request: PersonRequest) -> HttpResponse:
    """The page on which people choose which notices also come by e-mail, and when."""
    form = PreferencesForm(request.POST or None, choices=preferences.choices_of(request.user))
    if form.is_valid():
        preferences.choose(form.chosen, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("notices:preferences")
    return render(request, "notices/preferences.html", {"form": form})


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The unsubscribe link: GET asks; POST, by the page's button or a mail program (RFC 8058), unsubscribes.

    The signature is the permission, so the view needs neither a session nor a CSRF token.
    """
    asked = unsubscriptions.read(token)
    if asked is None:
        raise Http404
    if request.method == "POST":
        unsubscriptions.end(asked)
    context = {"kind": asked.kind, "is_done": request.method == "POST"}
    return render(request, "notices/unsubscribe.html", context)
