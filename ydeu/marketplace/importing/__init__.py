"""Taking over listings from a file: read, parse, check, and only then write.

``reading`` and ``cells`` know files and cells, ``columns`` and ``parsing`` know what a column means, and none
of them touches the database. ``checking`` reads a whole file and reports every fault; ``writing`` writes all
of it or nothing.
"""
