from ydeu.accounts.models.enterprise import Enterprise
from ydeu.accounts.models.membership import Membership
from ydeu.accounts.models.user import User

__all__ = ["Enterprise", "Membership", "User"]
