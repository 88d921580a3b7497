"""What a table's file is, decided from its bytes, and why one is not taken. Nothing is unpacked but the list of its parts."""

import zipfile
from pathlib import Path

MOST_BYTES = 60 * 1024 * 1024
MOST_UNPACKED = 1200 * 1024 * 1024
MOST_TIMES = 150  # unpacked to packed, of what unpacks to more than a few MB
SMALL = 20 * 1024 * 1024
MOST_ENTRIES = 5000
MOST_ROWS = 500_000
MOST_COLUMNS = 300
TOO_MANY = f"超过 {MOST_ROWS // 10_000} 万行，请拆成几个文件再传"
TAKEN = ".xlsx、.xls、.ods 或 .csv"
ACCEPT = ".xlsx,.xls,.ods,.csv,.txt"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 再传"


class Unreadable(ValueError):
    """A file that is no table we can read; the message says in Chinese what is wrong and what to do."""


def kind_of(path: Path) -> str:
    """xlsx, xls, ods or csv; Unreadable for everything else."""
    size = path.stat().st_size
    if not size:
        raise Unreadable("是空文件，里面什么也没有，请重新选择")
    if size > MOST_BYTES:
        raise Unreadable(f"超过 {MOST_BYTES // 1024 // 1024} MB，请拆成几个文件再传")
    with open(path, "rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        return _package(path, size)
    if head.startswith(_OLE):
        return _old(path)
    if head.startswith(b"%PDF"):
        raise Unreadable(f"是 PDF，不是表格。请找原来的表格文件（{TAKEN}）")
    if head.startswith(_PICTURES) and b"\0" in head[:64]:
        raise Unreadable(f"是图片，不是表格，改了扩展名也读不出来。请找原来的表格文件（{TAKEN}）")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise Unreadable(f"其实是网页或 XML，只是扩展名像 Excel（有些系统导出的就是这样）。{_SAVE_AS}")
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(f"不是表格。可以传 {TAKEN}")
    return "csv"


def _package(path: Path, size: int) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            _refuse_swelling(entries, size)
            names = {entry.filename for entry in entries}
            types = package.open("[Content_Types].xml").read(1024 * 1024).lower() if "[Content_Types].xml" in names else b""
            sort = package.open("mimetype").read(100) if "mimetype" in names else b""
            manifest = package.open("META-INF/manifest.xml").read(4 * 1024 * 1024) if "META-INF/manifest.xml" in names else b""
    except Unreadable:
        raise
    except Exception:  # a damaged archive fails in many ways, none of which says more than that
        raise Unreadable("打不开，可能没有传完或已损坏，请重新取得原件再传") from None
    if any(entry.flag_bits & 1 for entry in entries) or b"encryption-data" in manifest:
        raise Unreadable("加了密码，看不到里面是什么，请去掉密码再传")
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) or "macrosheets/" in name.lower() for name in names) or b"macroenabled" in types:
        raise Unreadable("里面有宏（会自己运行的程序），不能收。请另存为不带宏的 .xlsx 再传")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise Unreadable(f"是二进制的 .xlsb。{_SAVE_AS}")
    if "content.xml" in names and b"spreadsheet" in sort:
        return "ods"
    if "word/document.xml" in names:
        raise Unreadable("是 Word 文档。请把表格复制到 Excel 里，存为 .xlsx 再传")
    raise Unreadable(f"是压缩包或别的文件，不是表格。可以传 {TAKEN}")


def _refuse_swelling(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > MOST_TIMES * size) or packed > size:
        raise Unreadable("解开后会大得不正常（像“压缩炸弹”，或有大片带格式的空格子），不能收。请把有内容的部分复制到新表里再传")


def _old(path: Path) -> str:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("加了打开密码，看不到里面是什么，请去掉密码再传")
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise Unreadable("里面有宏（会自己运行的程序），不能收。请另存为 .xlsx 再传")
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "xls"
    raise Unreadable(f"是老格式的 Word 或别的文件，不是表格。可以传 {TAKEN}")
