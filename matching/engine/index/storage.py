"""The versions of an index on disk. A new one is written next to the old one; one rename makes it current.

root/CURRENT            the name of the version in use, replaced atomically
root/v00000012/         a complete version; the last ``KEPT`` stay, for readers may still use the older one
root/building-.../      an unfinished version, or one that is being removed, or what a crash left of them
root/shards-.../        the directory of an ``IndexBuilder`` that several processes share
root/LOCK               locked (flock) to publish or begin; the system releases it when the holder dies
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
"""Complete versions that stay on disk."""
RETRIES = 4
"""How often a reader tries again when the version it is about to open was removed."""
_SHARDS = "shards-"
_VERSION = re.compile(r"v(\d{8,})")


class IndexStore:
    """The versions of one index in a directory. Any number of processes may read while one publishes."""

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)
        self._cached: Index | None = None
        self._identity = 0

    def publish(self, index: Index) -> Index:
        """Write the index as the next version, make it current, and return it as readers see it.

        A second publisher waits for the first. The leftovers of a crashed publisher are removed. The old
        version stays current until the last step. Raises OSError if the new version cannot be written.
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
            self._cached = None  # a name can be used twice if the directory was emptied
            # Load before the lock is released: two more publishers could remove this version.
            return self._load(name)

    def begin_build(self, lexicon: Lexicon = EMPTY) -> IndexBuilder:
        """Begin a build that several processes share, and return its builder, which has the lexicon only.

        Publish what its ``assemble`` returns, then ``discard`` the builder. Unfinished older builds are
        discarded; a process that still works on one gets FileNotFoundError.
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
        """The builder that ``begin`` made, by the name of its directory.

        Raises FileNotFoundError if it was discarded, ValueError if the name is not that of a build.
        """
        if not re.fullmatch(rf"{_SHARDS}[0-9a-f]{{32}}", name):
            raise ValueError(f"not the name of a build: {name!r}")
        directory = self.root / name
        if not directory.is_dir():
            raise FileNotFoundError(f"the build {name} was given up or is finished")
        return IndexBuilder(directory)

    def discard(self, builder: IndexBuilder) -> None:
        """Remove the directory of a builder, by one rename first: its users see all of it or nothing.

        Do nothing if it is removed already.
        """
        removed = self.root / f"building-{uuid4().hex}"
        with suppress(FileNotFoundError):
            builder.directory.rename(removed)
        shutil.rmtree(removed, ignore_errors=True)

    def unfinished(self) -> list[IndexBuilder]:
        """The builders of all builds that were begun and not discarded."""
        return [IndexBuilder(path) for path in self.root.glob(f"{_SHARDS}*")]

    def current_version(self) -> str | None:
        """The name of the version in use; None before the first one, or if ``CURRENT`` names no version."""
        try:
            name = (self.root / "CURRENT").read_bytes().strip().decode("ascii", "replace")
        except FileNotFoundError:
            return None
        return name if _VERSION.fullmatch(name) else None

    def current(self) -> Index | None:
        """The index in use, mapped into memory; None before the first version.

        The same object is returned until another version is current. Raises FileNotFoundError if the files
        of the current version are missing.
        """
        for _ in range(RETRIES):
            # Two versions may be published between reading the name and opening the files: read it again.
            with suppress(FileNotFoundError):
                return self._load_current()
        return self._load_current()

    def _load_current(self) -> Index | None:
        name = self.current_version()
        return None if name is None else self._load(name)

    def _load(self, name: str) -> Index:
        """The index of a version, cached by name and inode: a name can be used twice after a cleanup."""
        identity = (self.root / name).stat().st_ino
        cached = self._cached
        if cached is None or cached.version != name or identity != self._identity:
            cached = self._cached = Index.load(self.root / name, name)
            self._identity = identity
        return cached

    def _next_name(self, versions: list[str]) -> str:
        """The next name above all versions, and above the current one even if its files are missing."""
        taken = [*versions, self.current_version() or "v0"]
        return f"v{max(int(name[1:]) for name in taken) + 1:08d}"

    def _versions(self) -> list[str]:
        found = (path.name for path in self.root.iterdir() if _VERSION.fullmatch(path.name))
        return sorted(found, key=lambda name: int(name[1:]))

    def _sweep(self) -> None:
        """Remove what crashed publishers left. The lock must be held, so that no one else is publishing."""
        for leftover in self.root.glob("building-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        current = self.current_version()
        for name in self._versions():
            # The publisher of a version above the current one died before it updated CURRENT.
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
    """Flush the files of a directory to disk."""
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
