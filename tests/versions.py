"""Digests of a version of the index, so that two versions can be compared bit by bit."""

import hashlib

from matching.index import market_index
from matching.index.store import Label

LABEL = "index.json"


def content() -> dict[str, str]:
    """A digest of every file of the version in use, without the timestamp in its label."""
    made = market_index.current_or_build()
    moment = Label.of(made).read_at
    assert moment is not None
    folder = market_index.store().root / made.version
    digests = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            digests[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    label = (folder / LABEL).read_bytes().replace(moment.isoformat().encode(), b"")
    return {**digests, LABEL: hashlib.sha256(label).hexdigest()}
