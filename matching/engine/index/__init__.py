"""The weights of both sides on disk, in versions that are built in shards and swapped in one step."""
