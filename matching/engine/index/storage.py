"""Where versions of the index live: a new one is written beside the old and swapped in by one rename.

root/CURRENT            the name of the version in use, replaced in one step
root/v00000012/         a whole version; the last ``KEPT`` stay, readers may still be in the older one
root/building-.../      a version under way, or the leftover of one that crashed
root/shards-.../        the workshop of a build that several processes share; the newest one is under way
root/LOCK               held (flock) while a version is published; the system frees it if the holder dies
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from ..lexicon.lexicon import EMPTY, Lexicon
from .builder import IndexBuilder
from .index import Index

KEPT = 2
RETRIES = 4
_SHARDS = "shards-"
_VERSION = re.compile(r"v(\d{8,})")


class IndexStore:
    """The versions of one index under a directory. Any number of processes may read while one publishes."""

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)
        self._cached: Index | None = None
        self._identity = 0

    def publish(self, index: Index) -> Index:
        """Writes the index as the next version, makes it current and returns it as readers see it.

        A second publisher waits for the first. Whatever a crashed one left behind is removed. Until the last
        step the old version stays current; raises OSError if the disk does not take the new one.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with self._locked():
            self._sweep()
            versions = self._versions()
            name = self._next_name(versions)
            building = self.root / f"building-{uuid4().hex}"
            index.save(building)
            _flush(building)
            building.rename(self.root / name)
            self._point_to(name)
            for old in [*versions, name][:-KEPT]:
                shutil.rmtree(self.root / old, ignore_errors=True)
            self._cached = None  # should the folder have been emptied, a name may come a second time
            # Before the lock is free: two more publishers could remove this version already.
            return self._load(name)

    def begin(self, lexicon: Lexicon = EMPTY) -> IndexBuilder:
        """A workshop with nothing but a lexicon in it, for a build that several processes share.

        Publish what they ``assemble`` there, then discard it. An older one that was not finished is
        discarded: whoever still works there is told so by a FileNotFoundError.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with self._locked():
            for leftover in self.unfinished():
                self.discard(leftover)
            directory = self.root / f"{_SHARDS}{uuid4().hex}"
            directory.mkdir()
            builder = IndexBuilder(directory)
            builder.set_lexicon(lexicon)
        return builder

    def builder(self, name: str) -> IndexBuilder:
        """The workshop that ``begin`` made, by the name of its directory.

        Raises FileNotFoundError if it was given up or finished, ValueError for a name of another kind.
        """
        if not re.fullmatch(rf"{_SHARDS}[0-9a-f]{{32}}", name):
            raise ValueError(f"not the name of a workshop: {name!r}")
        directory = self.root / name
        if not directory.is_dir():
            raise FileNotFoundError(f"the build {name} was given up or is finished")
        return IndexBuilder(directory)

    def discard(self, builder: IndexBuilder) -> None:
        """Takes a workshop away in one step: whoever still works there sees all of it or nothing.

        Nothing happens if it is gone already.
        """
        rubbish = self.root / f"building-{uuid4().hex}"
        with suppress(FileNotFoundError):
            builder.directory.rename(rubbish)
        shutil.rmtree(rubbish, ignore_errors=True)

    def unfinished(self) -> list[IndexBuilder]:
        """Every build that was begun and neither finished nor given up."""
        return [IndexBuilder(path) for path in self.root.glob(f"{_SHARDS}*")]

    def current_version(self) -> str | None:
        """The name of the version in use; None before the first one, or if the pointer names none."""
        try:
            name = (self.root / "CURRENT").read_bytes().strip().decode("ascii", "replace")
        except FileNotFoundError:
            return None
        return name if _VERSION.fullmatch(name) else None

    def current(self) -> Index | None:
        """The index in use, mapped into memory; None before the first one. The same object until a swap.

        Raises FileNotFoundError if the files of the current version are gone.
        """
        for _ in range(RETRIES):
            # Two swaps may pass between reading the name and opening the files: then the name is read again.
            with suppress(FileNotFoundError):
                return self._load_current()
        return self._load_current()

    def _load_current(self) -> Index | None:
        name = self.current_version()
        return None if name is None else self._load(name)

    def _load(self, name: str) -> Index:
        """A name may come a second time after the folder was emptied: the folder behind it tells."""
        identity = (self.root / name).stat().st_ino
        cached = self._cached
        if cached is None or cached.version != name or identity != self._identity:
            cached = self._cached = Index.load(self.root / name, name)
            self._identity = identity
        return cached

    def _next_name(self, versions: list[str]) -> str:
        """One above all that are there, and above the current one even if its files are gone."""
        taken = [*versions, self.current_version() or "v0"]
        return f"v{max(int(name[1:]) for name in taken) + 1:08d}"

    def _versions(self) -> list[str]:
        found = (path.name for path in self.root.iterdir() if _VERSION.fullmatch(path.name))
        return sorted(found, key=lambda name: int(name[1:]))

    def _sweep(self) -> None:
        """Removes what crashed publishers left. Only called while the lock is held, so nobody is building."""
        for leftover in self.root.glob("building-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        current = self.current_version()
        for name in self._versions():
            # A version above the current one was renamed, but never pointed to.
            if current is None or int(name[1:]) > int(current[1:]):
                shutil.rmtree(self.root / name, ignore_errors=True)

    def _point_to(self, name: str) -> None:
        pointer = self.root / "CURRENT.new"
        with pointer.open("w", encoding="ascii") as file:
            file.write(name + "\n")
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.root / "CURRENT")
        _flush_directory(self.root)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.root / "LOCK").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _flush(directory: Path) -> None:
    """Waits until the files of a directory are on disk."""
    for path in directory.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    _flush_directory(directory)


def _flush_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
