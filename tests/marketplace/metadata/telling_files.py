"""Files that tell who made them, at every place where such a thing can stand."""

from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Stream, StreamDecodeLevel
from PIL import Image, PngImagePlugin

MAKE, COPYRIGHT, ORIENTATION = 0x010F, 0x8298, 0x0112


def picture() -> Image.Image:
    return Image.radial_gradient("L").resize((60, 40)).convert("RGB")


def telling_jpeg(words: str, *, turned: int = 1) -> bytes:
    """EXIF, XMP, a comment, and something behind the end."""
    buffer = BytesIO()
    xmp = f"<x:xmpmeta>{words}</x:xmpmeta>".encode()
    picture().save(
        buffer, "JPEG", exif=_exif(words, turned), comment=words.encode(), xmp=xmp, progressive=True
    )
    return buffer.getvalue() + words.encode()


def telling_png(words: str) -> bytes:
    """Text, packed text, EXIF, and something behind the end."""
    buffer, text = BytesIO(), PngImagePlugin.PngInfo()
    text.add_text("Author", words, zip=True)
    text.add_itxt("XML:com.adobe.xmp", words)
    picture().save(buffer, "PNG", pnginfo=text, exif=_exif(words, 1))
    return buffer.getvalue() + words.encode()


def telling_pdf(words: str, **options: Any) -> bytes:
    """/Info, XMP, an embedded file, a comment's author, a signature, and a photograph with EXIF inside."""
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
    """A comment in the coded picture; around it a box of XMP."""
    buffer = BytesIO()
    picture().save(buffer, "JPEG2000", no_jp2=not boxed, comment=words)
    xmp = f"<x:xmpmeta>{words}</x:xmpmeta>".encode()
    box = (len(xmp) + 8).to_bytes(4, "big") + b"xml " + xmp
    return buffer.getvalue() + (box if boxed else b"")


def pdf_with_picture(content: bytes, filters: Any, parameters: Any = None) -> bytes:
    """One page with a picture that is packed as ``filters`` say."""
    buffer = BytesIO()
    with Pdf.new() as pdf:
        page = pdf.add_blank_page().obj
        photo = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40)
        photo.write(content, filter=filters, decode_parms=parameters)
        page.Resources = Dictionary(XObject=Dictionary(Photo=photo))
        pdf.save(buffer)
    return buffer.getvalue()


def locked_pdf() -> bytes:
    """One that opens with a password only."""
    return telling_pdf("", encryption=Encryption(user="open sesame", owner="open sesame"))


def told_by_pdf(content: bytes) -> bytes:
    """A PDF with everything unpacked, to look for words in it."""
    buffer = BytesIO()
    with Pdf.open(BytesIO(content)) as pdf:
        pdf.save(buffer, compress_streams=False, stream_decode_level=StreamDecodeLevel.generalized, qdf=True)
    return buffer.getvalue()


def _exif(words: str, turned: int) -> Image.Exif:
    exif = Image.Exif()
    exif[MAKE], exif[COPYRIGHT], exif[ORIENTATION] = words, words, turned
    return exif
