from ydeu.privacy.models.copy import DataCopy
from ydeu.privacy.models.deletion import Deletion
from ydeu.privacy.models.leftover import Leftover
from ydeu.privacy.models.policy import PrivacyNotice

__all__ = ["DataCopy", "Deletion", "Leftover", "PrivacyNotice"]
