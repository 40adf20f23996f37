"""Words of one language and what they mean in the other."""
