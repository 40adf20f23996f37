"""The events of an XML file, without namespaces: the strict and the usual form look the same."""

from collections.abc import Iterator
from typing import IO
from xml.parsers.expat import ParserCreate

CHUNK = 1 << 16
START, END, TEXT = range(3)
Event = tuple[int, str, dict[str, str]]
"""START with name and attributes, END with the name, or TEXT with the text in place of the name."""


class Forbidden(ValueError):
    """The file declares a document type, which no workbook does, and which could blow up its text."""


def events(stream: IO[bytes]) -> Iterator[Event]:
    """The events in their order. Raises ExpatError or Forbidden."""
    parser = ParserCreate()
    parser.buffer_text = True
    found: list[Event] = []
    parser.StartElementHandler = lambda name, attributes: found.append((START, _local(name), attributes))
    parser.EndElementHandler = lambda name: found.append((END, _local(name), {}))
    parser.CharacterDataHandler = lambda text: found.append((TEXT, text, {}))
    parser.StartDoctypeDeclHandler = _forbid
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk, False)
        yield from found
        found.clear()
    parser.Parse(b"", True)
    yield from found


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _forbid(*_declared: object) -> None:
    raise Forbidden("a workbook declares no document type")
