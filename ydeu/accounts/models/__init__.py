from ydeu.accounts.models.enterprise import Enterprise
from ydeu.accounts.models.event import EnterpriseEvent
from ydeu.accounts.models.identity_request import IdentityRequest
from ydeu.accounts.models.invitation import Invitation
from ydeu.accounts.models.membership import Membership
from ydeu.accounts.models.user import User

__all__ = ["Enterprise", "EnterpriseEvent", "IdentityRequest", "Invitation", "Membership", "User"]
