from celery import shared_task

from ydeu.workdays import coming_year


@shared_task(name="workdays.remind")
def remind() -> None:
    """Tell the administrators if the coming year has no holidays yet."""
    coming_year.tell_administrators()
