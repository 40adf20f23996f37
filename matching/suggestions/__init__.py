"""What the matcher suggests: pairs, their scores and reasons, and until when they are to be decided."""
