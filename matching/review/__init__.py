"""What people decide about suggested pairs, and what they read to decide it."""
