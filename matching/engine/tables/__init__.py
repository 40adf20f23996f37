"""Reads CSV files and workbooks as sheets of records, and finds the row with the headings.

``files`` is the door: it tells the kind of a file. ``texts`` reads CSV, ``workbooks`` reads XLSX.
``headings`` finds the sheet and the row that name columns. The site and the command line read tables with it.
"""
