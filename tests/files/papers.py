"""Files as people have them in hand, made by the programs' own libraries."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from xlsxwriter import Workbook

XMP = b"<x:xmpmeta><rdf:li>31.2304 N</rdf:li></x:xmpmeta>"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TYPES = "[Content_Types].xml"


def given(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def drawing(size=(60, 40), mode="RGB") -> Image.Image:
    """Left half dark, right half light: turning it round shows."""
    picture = Image.new(mode, size, 30 if mode == "L" else (30, 30, 30, 255)[: len(mode)])
    picture.paste(230 if mode == "L" else (230, 230, 230, 255)[: len(mode)], (size[0] // 2, 0, size[0], size[1]))
    return picture


def saved(picture: Image.Image, form: str, **more) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **more)
    return file.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: maker, moment, place, which way it was held."""
    made = Image.Exif()
    made[0x010F], made[0x0110], made[0x0132], made[0x0112] = "YunPhone", "YP-9", "2026:11:20 09:30:00", orientation
    made.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0)})
    made.get_ifd(0x8769).update({0x9003: "2026:11:20 09:30:00", 0xA431: "SERIAL-0042"})
    return made


def photo(orientation: int = 1, size=(60, 40), **more) -> bytes:
    """A JPEG as a phone makes it."""
    return saved(drawing(size), "JPEG", quality=85, exif=exif(orientation), comment="by account 42", xmp=XMP, icc_profile=b"profile of device 0042" * 8, **more)


def png(mode: str = "RGB", **more) -> bytes:
    notes = PngInfo()
    notes.add_text("Author", "account 42")
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return saved(drawing(mode=mode), "PNG", pnginfo=notes, exif=exif(), icc_profile=b"profile of device 0042" * 8, dpi=(300, 300), **more)


def webp(**more) -> bytes:
    return saved(drawing(), "WEBP", exif=exif(), xmp=XMP, icc_profile=b"profile of device 0042" * 8, **more)


def docx() -> bytes:
    file, document = io.BytesIO(), Document()
    document.add_paragraph("第三季度党课讲稿")
    document.save(file)
    return file.getvalue()


def xlsx() -> bytes:
    file = io.BytesIO()
    with Workbook(file) as book:
        book.add_worksheet("方案").write(0, 0, "主题")
    return file.getvalue()


def package(entries: dict[str, bytes], pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", pack) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return file.getvalue()


def with_entry(data: bytes, name: str, content: bytes = b"x") -> bytes:
    """A package with one more part."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return file.getvalue()


def pptx() -> bytes:
    return package({TYPES: b"<Types/>", "ppt/presentation.xml": b"<p:presentation/>"})


def ofd() -> bytes:
    return package({"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<ofd:Document/>"})
