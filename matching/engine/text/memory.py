"""A memory of what was computed last, with a bound on its size. Threads may share it."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from math import inf
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

MOST_VALUES = 1 << 14
"""The most values of a memory, however small they are: each takes about a kilobyte apart from its size."""


class Memory(Generic[Key, Value]):
    """Keeps the values that were asked for last, as long as their sizes sum to at most ``most``."""

    def __init__(self, most: int, *, at_once: float = inf) -> None:
        """``at_once`` is the most new keys whose values ``each`` remembers."""
        self._most, self._at_once, self._size = most, at_once, 0
        self._found: dict[Key, tuple[Value, int]] = {}
        self._lock = Lock()

    def each(
        self,
        keys: Sequence[Key],
        of: Callable[[Sequence[Key]], Iterable[Value]],
        size_of: Callable[[Key, Value], int],
    ) -> list[Value]:
        """The value of each key. ``of`` computes those that are not known, all at once, outside the lock."""
        known = self.recall(keys)
        new = [key for key in dict.fromkeys(keys) if key not in known]
        if new:
            fresh = dict(zip(new, of(new), strict=True))
            if len(new) <= self._at_once:
                self.remember((key, value, size_of(key, value)) for key, value in fresh.items())
            known |= fresh
        return [known[key] for key in keys]

    def recall(self, keys: Sequence[Key]) -> dict[Key, Value]:
        """The values of those keys that are known. They are forgotten last."""
        with self._lock:
            known = {key: self._found.pop(key) for key in dict.fromkeys(keys) if key in self._found}
            self._found |= known
        return {key: value for key, (value, _size) in known.items()}

    def remember(self, rows: Iterable[tuple[Key, Value, int]]) -> None:
        """Keep values with their sizes. One that is larger than the memory is not kept."""
        with self._lock:
            for key, value, size in rows:
                if key not in self._found and size <= self._most:
                    self._found[key] = value, size
                    self._size += size
            while self._size > self._most or len(self._found) > MOST_VALUES:
                _value, size = self._found.pop(next(iter(self._found)))
                self._size -= size
