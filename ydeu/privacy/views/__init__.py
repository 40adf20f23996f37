from ydeu.privacy.views.enterprises import ask_enterprise_copy, close, enterprise
from ydeu.privacy.views.people import ask_copy, cancel, delete, download, mine
from ydeu.privacy.views.policy import policy
from ydeu.privacy.views.support import support

__all__ = [
    "ask_copy",
    "ask_enterprise_copy",
    "cancel",
    "close",
    "delete",
    "download",
    "enterprise",
    "mine",
    "policy",
    "support",
]
