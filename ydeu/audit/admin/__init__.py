from ydeu.audit.admin.deleting import delete_selected
from ydeu.audit.admin.log import EntryAdmin

__all__ = ["EntryAdmin", "delete_selected"]
