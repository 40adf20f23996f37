from ydeu.accounts.admin.enterprise import EnterpriseAdmin
from ydeu.accounts.admin.user import UserAdmin

__all__ = ["EnterpriseAdmin", "UserAdmin"]
