"""Is the site alive, and does everything behind its pages work: the answer for machines, operators and alarms."""
