"""The suggested pairs of the matcher: scores, explanations and deadlines. Also answers searches."""
