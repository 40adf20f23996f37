"""The exact k best of a sparse product."""
