"""From documents to terms: normalisation, tokens, keys, counts."""
