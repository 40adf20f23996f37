"""Images inside a PDF (ISO 32000-2, 7.4). Each is a file with metadata of its own."""

from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream, StreamDecodeLevel

from ydeu.marketplace.metadata import jpeg, jpeg2000
from ydeu.marketplace.metadata.damage import Damaged, TooLarge

CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "/DCTDecode": jpeg.picture_only,
    "/DCT": jpeg.picture_only,
    "/JPXDecode": jpeg2000.without_metadata,
}
"""The function for each last filter of an image stream. The PDF itself rotates its images."""


def clean_image(image: Stream) -> None:
    """Remove the metadata of the image. Outer filters are decoded. Raises Damaged or TooLarge."""
    try:
        filters = [str(name) for name in _listed(image.get("/Filter"))]
        if CLEANERS.keys() & set(filters):
            _clean(image, filters, _listed(image.get("/DecodeParms")))
    except Damaged:
        raise
    except MemoryError as error:
        raise TooLarge from error
    except Exception as error:  # a manipulated file may raise anything
        raise Damaged from error


def _clean(image: Stream, filters: list[str], parameters: list[Any]) -> None:
    *around, last = filters
    content = _unpacked(image.read_raw_bytes(), around, parameters)
    own = parameters[len(around)] if len(parameters) == len(filters) else None
    kept = own if isinstance(own, Dictionary) else None
    image.write(CLEANERS[last](content), filter=Name(last), decode_parms=kept)


def _unpacked(content: bytes, filters: list[str], parameters: list[Any]) -> bytes:
    """The ``content`` after decoding the ``filters``."""
    if not filters:
        return content
    with Pdf.new() as scratch:
        packed = scratch.make_stream(content)
        packed.Filter = Array([Name(name) for name in filters])
        if parameters:
            packed.DecodeParms = Array([_copy(each) for each in parameters[: len(filters)]])
        return packed.read_bytes(StreamDecodeLevel.generalized)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _copy(parameters: Any) -> Any:
    return Dictionary(dict(parameters.items())) if isinstance(parameters, Dictionary) else None
