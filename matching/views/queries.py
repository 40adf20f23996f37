from django.http import HttpRequest


def query_of(request: HttpRequest) -> str:
    """What a list is filtered by, for a link to the same rows elsewhere."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
