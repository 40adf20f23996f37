"""What a PNG or JPEG must be to be cleaned: whole, and not larger than a program can show."""

from io import BytesIO

from PIL import Image

from ydeu.marketplace.metadata.damage import Damaged, TooLarge

MAX_PIXELS = 100_000_000
"""The most pixels of an image. A scan of an A3 page with 600 dots an inch has 70 million."""


def check(content: bytes) -> None:
    """Raise Damaged or TooLarge for an image that cannot be shown. Nothing is decoded."""
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise TooLarge
            image.verify()
    except Image.DecompressionBombError as error:
        raise TooLarge from error
    except (OSError, SyntaxError, ValueError, OverflowError) as error:
        raise Damaged from error
