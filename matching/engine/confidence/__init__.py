"""What a score is worth: a strength that is comparable between demands, and what decisions teach."""
