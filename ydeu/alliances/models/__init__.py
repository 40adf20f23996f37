from ydeu.alliances.models.alliance import Alliance
from ydeu.alliances.models.coordinator import Coordinator
from ydeu.alliances.models.member import AllianceMember

__all__ = ["Alliance", "AllianceMember", "Coordinator"]
