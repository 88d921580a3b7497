"""What a file is stands in its bytes: what is taken, and each refusal with its reason."""

import io
import struct
import zipfile

import pytest

from tests.files.papers import PDF, TYPES, docx, drawing, ofd, package, photo, png, pptx, saved, webp, with_entry, xlsx
from zugong.files.kinds import MOST_BYTES
from zugong.files.sniff import sniff
from zugong.files.unfit import Unfit

ELF, OLE = b"\x7fELF\x02\x01\x01" + b"\0" * 60, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TAKEN = {
    "jpeg": photo(), "png": png(), "webp": webp(), "pdf": PDF, "docx": docx(), "xlsx": xlsx(), "pptx": pptx(), "ofd": ofd(), "text": "第一项，学习。\r\n\t第二项\n".encode(),
}  # fmt: skip


def encrypted() -> bytes:
    """A package whose first part says that it needs a password."""
    data = bytearray(docx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


def declaring(size: int) -> bytes:
    """A package whose first part declares to unpack to so many bytes."""
    data = bytearray(docx())
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = struct.pack("<I", size)
    return bytes(data)


def overlapping() -> bytes:
    """A package in which many names stand for the same bytes, as bombs have it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(TYPES, bytes(2_000_000))
        first = made.infolist()[0]
        for number in range(60):
            again = zipfile.ZipInfo(f"word/{number}.xml")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(again, name, getattr(first, name))
            made.filelist.append(again)
        made._didModify = True
    return file.getvalue()


REFUSED = {
    "nothing": (b"", "是空文件"),
    "only a byte order mark": (b"\xef\xbb\xbf \r\n", "是空文件"),
    "too large": (b"a" * (MOST_BYTES + 1), "超过 10 MB"),
    "Windows program": (b"MZ\x90\0\x03\0\0\0" + b"\0" * 60, "是程序"),
    "Linux program": (ELF, "是程序"),
    "Mac program": (b"\xcf\xfa\xed\xfe" + b"\0" * 60, "是程序"),
    "Java program": (b"\xca\xfe\xba\xbe\0\0\0\x37", "是程序"),
    "Windows shortcut": (b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60, "是程序"),
    "script": (b"#!/bin/sh\nrm -r x\n", "是程序"),
    "web page": ("<!DOCTYPE html><title>通知</title>".encode(), "是网页或 SVG"),
    "web page after a comment": (b"\xef\xbb\xbf\n<!-- x -->\n<HTML><body>", "是网页或 SVG"),
    "drawing with script": (b'<?xml version="1.0"?><svg xmlns="x"><script/></svg>', "是网页或 SVG"),
    "bare drawing": (b'<svg onload="x()">', "是网页或 SVG"),
    "text with script": ("会议记录 <script>alert(1)</script>".encode(), "是网页或 SVG"),
    "old Office": (OLE, "是老格式的 Office 或 WPS"),
    "Office with password": (OLE + "EncryptedPackage".encode("utf-16-le"), "加了打开密码"),
    "package with password": (encrypted(), "加了密码"),
    "macros by their part": (with_entry(docx(), "word/vbaProject.bin"), "里面有宏"),
    "macros in capitals elsewhere": (with_entry(xlsx(), "XL\\VBAPROJECT.BIN"), "里面有宏"),
    "old macro sheets": (with_entry(xlsx(), "xl/macrosheets/sheet1.xml"), "里面有宏"),
    "macros by their type": (package({TYPES: b"application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml": b"x"}), "里面有宏"),
    "macros in OFD": (with_entry(ofd(), "vbaProject.bin"), "里面有宏"),
    "declares to swell": (declaring(4_000_000_000), "解开后会大得不正常"),
    "swells a thousandfold": (package({TYPES: b"x", "word/document.xml": bytes(60_000_000)}), "解开后会大得不正常"),
    "lies on itself": (overlapping(), "解开后会大得不正常"),
    "ten thousand parts": (package({f"{number}": b"" for number in range(5001)}, zipfile.ZIP_STORED), "解开后会大得不正常"),
    "plain archive": (package({"a.exe": b"MZ"}), "是压缩包"),
    "empty archive": (package({}), "是压缩包"),
    "two documents in one": (package({TYPES: b"<Types/>", "word/document.xml": b"x", "xl/workbook.xml": b"x"}), "不是常见的"),
    "half a document": (docx()[:2000], "打不开"),
    "rar": (b"Rar!\x1a\x07\x01\0", "是压缩包"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\x04", "是压缩包"),
    "gzip": (b"\x1f\x8b\x08\0\0\0\0\0", "是压缩包"),
    "tar": (b"a.txt".ljust(257, b"\0") + b"ustar\0" + b"0" * 100, "是压缩包"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0", "是 HEIC 一类"),
    "film": (b"\0\0\0\x18ftypisom\0\0\0\0", "是视频或录音"),
    "gif": (saved(drawing(), "GIF"), "是 GIF、BMP、TIFF"),
    "bmp": (saved(drawing(), "BMP"), "是 GIF、BMP、TIFF"),
    "tiff": (saved(drawing(), "TIFF"), "是 GIF、BMP、TIFF"),
    "rtf": (b"{\\rtf1 hello}", "是 RTF"),
    "UTF-16": ("会议".encode("utf-16"), "是 UTF-16"),
    "half a PDF": (PDF[:30], "是不完整的 PDF"),
    "PDF with script": (PDF.replace(b"/Catalog", b"/Catalog/Names<</JavaScript 2 0 R>>"), "这个 PDF 里有会自己运行的脚本"),
    "PDF that starts a program": (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/Launch>>"), "这个 PDF 里有会自己运行的脚本"),
    "web page before a PDF": (b"<html>" + PDF, "是网页或 SVG"),
    "noise": (bytes(range(256)) * 8, "认不出是什么文件"),
    "text with a control character": (b"abc\x07def", "认不出是什么文件"),
    "sound": (b"ID3\x03\0\0\0\0\0\0", "认不出是什么文件"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TAKEN)
def test_a_kind_is_known_by_its_bytes(kind):
    assert sniff(TAKEN[kind]) == kind


@pytest.mark.parametrize(
    "text", ["会议纪要：一致同意。", "MZ-7 型设备台账", "BM 项目进度", "a<b，b>c", "<会议记录>"], ids=["plain", "begins like a program", "begins like a picture", "with less than", "in brackets"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_in_both_encodings_of_the_office(text, encoding):
    assert sniff(text.encode(encoding)) == "text"


@pytest.mark.parametrize("what", REFUSED)
def test_everything_else_is_refused_with_its_reason(what):
    data, said = REFUSED[what]
    with pytest.raises(Unfit) as refusal:
        sniff(data)
    assert str(refusal.value)[: len(said)] == said


def test_exactly_ten_megabytes_are_taken():
    assert sniff(b"a" * MOST_BYTES) == "text"
