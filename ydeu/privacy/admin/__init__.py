from ydeu.privacy.admin import copies, deletions, inspecting, introductions, policy

__all__ = ["copies", "deletions", "inspecting", "introductions", "policy"]
