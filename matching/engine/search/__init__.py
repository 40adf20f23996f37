"""Exact top-k search by sparse products, with query pruning."""
