"""Why a pair has its score, in words that stand in both texts."""
