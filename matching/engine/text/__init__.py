"""Documents to terms: one spelling, tokens, keys, counts."""
