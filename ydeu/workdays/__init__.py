"""China's working days: the holidays of the State Council, and the weekend days worked instead."""
