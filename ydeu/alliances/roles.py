"""The role that this room gives: people who coordinate an alliance."""

from django.db.models import Exists, OuterRef

from ydeu.accounts import roles
from ydeu.alliances.models import Coordinator

roles.register(roles.COORDINATOR, Exists(Coordinator.objects.filter(user=OuterRef("pk"))))
