from django.urls import URLPattern, path

from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.views import (
    attachments,
    browse,
    detail,
    editing,
    importing,
    mine,
    owner_actions,
    saved_searches,
    spreadsheets,
    standing,
)

app_name = "marketplace"


def _pages(kind: ListingKind) -> list[URLPattern]:
    """The pages of a kind. Offers and demands have the same views, which take the kind."""
    which = {"kind": kind}
    return [
        path(f"{kind}s/", browse.browse, which, name=f"{kind}_list"),
        path(f"{kind}s/save/", saved_searches.saved_search_create, which, name=f"{kind}_saved_search_create"),
        path(f"{kind}s/new/", editing.CreateListing.as_view(), which, name=f"{kind}_create"),
        path(f"listings/{kind}s.<slug:form>", spreadsheets.my_table, which, name=f"my_{kind}s"),
        path(f"listings/{kind}s/template/", spreadsheets.blank, which, name=f"{kind}_template"),
        path(f"listings/{kind}s/import/", importing.choose_file, which, name=f"{kind}_import"),
        path(
            f"listings/{kind}s/import/<str:token>/", importing.preview, which, name=f"{kind}_import_preview"
        ),
        path(
            f"coordination/{kind}s.<slug:form>",
            spreadsheets.coordinated_table,
            which,
            name=f"coordinated_{kind}s",
        ),
        path(f"{kind}s/<int:pk>/", detail.detail, which, name=f"{kind}_detail"),
        path(f"{kind}s/<int:pk>/edit/", editing.EditListing.as_view(), which, name=f"{kind}_edit"),
        path(f"{kind}s/<int:pk>/delete/", owner_actions.discard, which, name=f"{kind}_delete"),
        path(f"{kind}s/<int:pk>/standing/", standing.standing, which, name=f"{kind}_standing"),
        path(f"{kind}s/<int:pk>/<slug:action>/", owner_actions.move, which, name=f"{kind}_move"),
    ]


urlpatterns = [
    *_pages(ListingKind.OFFER),
    *_pages(ListingKind.DEMAND),
    path("listings/", mine.my_listings, name="my_listings"),
    path("searches/", saved_searches.saved_search_list, name="saved_search_list"),
    path("searches/<int:pk>/", saved_searches.saved_search, name="saved_search"),
    path("searches/<int:pk>/edit/", saved_searches.saved_search_edit, name="saved_search_edit"),
    path("searches/<int:pk>/delete/", saved_searches.saved_search_delete, name="saved_search_delete"),
    path("attachments/<int:pk>/", attachments.download, name="attachment"),
    path("attachments/<int:pk>/remove/", attachments.remove, name="attachment_remove"),
]
