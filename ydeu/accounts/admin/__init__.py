from ydeu.accounts.admin.email_address import EmailAddressAdmin
from ydeu.accounts.admin.enterprise import EnterpriseAdmin
from ydeu.accounts.admin.group import GroupAdmin
from ydeu.accounts.admin.identity_request import IdentityRequestAdmin
from ydeu.accounts.admin.second_factor import AuthenticatorAdmin
from ydeu.accounts.admin.user import UserAdmin

__all__ = [
    "AuthenticatorAdmin",
    "EmailAddressAdmin",
    "EnterpriseAdmin",
    "GroupAdmin",
    "IdentityRequestAdmin",
    "UserAdmin",
]
