"""The folders of real listings and labelled collections, on machines that have them."""

import os
from pathlib import Path

DATA = Path(os.environ.get("YDEU_DATA") or Path(__file__).parents[2] / "shared" / "data")
LISTINGS = DATA / "listings"
COLLECTIONS = DATA / "bench"

ABSENT = f"no collections at {DATA}: YDEU_DATA names their folder"
