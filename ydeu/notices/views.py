from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ydeu.accounts.people import PersonRequest
from ydeu.notices import notices
from ydeu.notices.models import Notice

PAGE_SIZE = 20


def notice_list(request: PersonRequest) -> HttpResponse:
    """The inbox, newest first."""
    pages = Paginator(Notice.objects.inbox_of(request.user), PAGE_SIZE)
    return render(request, "notices/notice_list.html", {"page_obj": pages.get_page(request.GET.get("page"))})


@require_POST
def open_notice(request: PersonRequest, pk: int) -> HttpResponse:
    """Mark it read and go where it points: to a page of this site, whatever the row says."""
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
