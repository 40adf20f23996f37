from django.http import HttpRequest


def query_of(request: HttpRequest) -> str:
    """The query string of a filtered list without its page, for links to the same rows."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
