"""The import of listings from a file: read, parse, check, then write.

``reading`` reads files and ``cells`` reads cells. ``columns`` and ``parsing`` give each column its meaning.
None of them uses the database. ``checking`` reads the whole file and reports every error. ``writing`` writes
all rows or none.
"""
