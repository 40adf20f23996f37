from ydeu.accounts.views.enterprises import (
    enterprise_create,
    enterprise_detail,
    enterprise_edit,
    enterprise_list,
    identity_withdraw,
    profile,
)
from ydeu.accounts.views.members import (
    invitation_accept,
    invitation_decline,
    invitation_withdraw,
    member_invite,
    member_list,
    member_remove,
    member_role,
)
from ydeu.accounts.views.second_factor import second_factor

__all__ = [
    "enterprise_create",
    "enterprise_detail",
    "enterprise_edit",
    "enterprise_list",
    "identity_withdraw",
    "invitation_accept",
    "invitation_decline",
    "invitation_withdraw",
    "member_invite",
    "member_list",
    "member_remove",
    "member_role",
    "profile",
    "second_factor",
]
