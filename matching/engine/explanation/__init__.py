"""Explanations of scores by words and phrases of both texts."""
