"""The index of the market: where it is stored, how far the market has moved since, who waits for matching."""
