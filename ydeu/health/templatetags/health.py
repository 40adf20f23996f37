from django import template

from ydeu.health.report import examine, is_ready

register = template.Library()


@register.inclusion_tag("admin/health_tile.html")
def health_tile() -> dict[str, object]:
    """What works and what does not, for the first page of the admin."""
    results = examine()
    return {"results": results, "ready": is_ready(results)}
