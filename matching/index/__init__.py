"""The index of the market: its storage and builds, the changes since a build, and the queue for matching."""
