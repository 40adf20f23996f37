"""Whether the site is alive and everything behind its pages works: for machines, operators and alarms."""
