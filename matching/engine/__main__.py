"""Pair two spreadsheets: ``python -m matching.engine OFFERS.csv DEMANDS.csv -k 10 -o pairs.csv``."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main(program=f"python -m {__package__}"))
