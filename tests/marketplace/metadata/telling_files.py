"""Files with metadata about their author in every place that the formats allow."""

from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Stream, StreamDecodeLevel
from PIL import Image, PngImagePlugin

MAKE, COPYRIGHT, ORIENTATION = 0x010F, 0x8298, 0x0112


def picture() -> Image.Image:
    return Image.radial_gradient("L").resize((60, 40)).convert("RGB")


def telling_jpeg(words: str, *, turned: int = 1) -> bytes:
    """A JPEG with EXIF, XMP, a comment, and bytes after its end."""
    buffer = BytesIO()
    xmp = f"<x:xmpmeta>{words}</x:xmpmeta>".encode()
    picture().save(
        buffer, "JPEG", exif=_exif(words, turned), comment=words.encode(), xmp=xmp, progressive=True
    )
    return buffer.getvalue() + words.encode()


def telling_png(words: str) -> bytes:
    """A PNG with text, compressed text, EXIF, and bytes after its end."""
    buffer, text = BytesIO(), PngImagePlugin.PngInfo()
    text.add_text("Author", words, zip=True)
    text.add_itxt("XML:com.adobe.xmp", words)
    picture().save(buffer, "PNG", pnginfo=text, exif=_exif(words, 1))
    return buffer.getvalue() + words.encode()


def telling_pdf(words: str, **options: Any) -> bytes:
    """A PDF with /Info, XMP, an embedded file, a comment with author, a signature, and a photo with EXIF."""
    buffer = BytesIO()
    with Pdf.new() as pdf:
        page = pdf.add_blank_page().obj
        photo = Stream(pdf, telling_jpeg(words), Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40)
        photo.ColorSpace, photo.BitsPerComponent, photo.Filter = Name.DeviceRGB, 8, Name.DCTDecode
        photo.Metadata = Stream(pdf, words.encode())
        page.Resources = Dictionary(XObject=Dictionary(Photo=photo))
        page.PieceInfo = Dictionary(Program=Dictionary(Private=words))
        remark = Dictionary(Subtype=Name.Text, Rect=[0, 0, 9, 9], T=words, Contents="See figure 2.")
        signed = Dictionary(Subtype=Name.Widget, Rect=[0, 0, 9, 9], FT=Name.Sig, T="Signature1")
        signed.V = Dictionary(Type=Name.Sig, Name=words)
        page.Annots = Array([remark, pdf.make_indirect(signed)])
        pdf.Root.AcroForm = Dictionary(Fields=Array([page.Annots[1]]))
        pdf.docinfo["/Author"] = words
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = [words]
        pdf.attachments["plan.txt"] = words.encode()
        pdf.save(buffer, **options)
    return buffer.getvalue()


def telling_jpeg2000(words: str, *, boxed: bool = True) -> bytes:
    """A JPEG 2000 with a comment in the codestream. ``boxed`` adds a box of XMP."""
    buffer = BytesIO()
    picture().save(buffer, "JPEG2000", no_jp2=not boxed, comment=words)
    xmp = f"<x:xmpmeta>{words}</x:xmpmeta>".encode()
    box = (len(xmp) + 8).to_bytes(4, "big") + b"xml " + xmp
    return buffer.getvalue() + (box if boxed else b"")


def pdf_with_picture(content: bytes, filters: Any, parameters: Any = None) -> bytes:
    """A PDF with one image, whose stream has these ``filters``."""
    buffer = BytesIO()
    with Pdf.new() as pdf:
        page = pdf.add_blank_page().obj
        photo = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40)
        photo.write(content, filter=filters, decode_parms=parameters)
        page.Resources = Dictionary(XObject=Dictionary(Photo=photo))
        pdf.save(buffer)
    return buffer.getvalue()


def locked_pdf() -> bytes:
    """A PDF that needs a password."""
    return telling_pdf("", encryption=Encryption(user="open sesame", owner="open sesame"))


def told_by_pdf(content: bytes) -> bytes:
    """The PDF with all streams decoded, to search for words in it."""
    buffer = BytesIO()
    with Pdf.open(BytesIO(content)) as pdf:
        pdf.save(buffer, compress_streams=False, stream_decode_level=StreamDecodeLevel.generalized, qdf=True)
    return buffer.getvalue()


def _exif(words: str, turned: int) -> Image.Exif:
    exif = Image.Exif()
    exif[MAKE], exif[COPYRIGHT], exif[ORIENTATION] = words, words, turned
    return exif
