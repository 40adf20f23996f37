"""Both sides weighed and stored, in versions that are built in shards and swapped in one step."""
