"""The import of listings from a file: read, parse, check, then write.

``reading`` and ``cells`` know files and cells; ``columns`` and ``parsing`` know the meaning of a column. None
of them touches the database. ``checking`` reads the whole file and reports every fault. ``writing`` writes
all rows or none.
"""
