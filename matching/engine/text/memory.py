"""A memory of what was computed last, with a bound on its size. Threads may share it."""

from collections.abc import Hashable, Iterable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Keeps the values that were asked for last, as long as their sizes sum to at most ``most``."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._found: dict[Key, tuple[Value, int]] = {}
        self._lock = Lock()

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
            while self._size > self._most:
                _value, size = self._found.pop(next(iter(self._found)))
                self._size -= size
