"""Reasons of a pair: the words and phrases that a person would name, and what the offer does not mention."""
