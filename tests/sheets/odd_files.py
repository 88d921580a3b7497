"""Files that a table's page is given by mistake or in bad faith."""

import io
import zipfile
from pathlib import Path

from openpyxl import Workbook

HEADS = ("姓名", "性别", "出生日期", "所在支部", "党员类别")
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{what}" Target="{target}"/></Relationships>'
BOOK = '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"


def text_cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER = '<row r="1">' + "".join(text_cell(f"{letter}1", title) for letter, title in zip("ABCDE", HEADS, strict=True)) + "</row>"
MEMBER = '<row r="2">' + "".join(text_cell(f"{letter}2", text) for letter, text in zip("ABCDE", ("王一", "男", "1980-05", "梅园党支部", "正式党员"), strict=True)) + "</row>"


def raw_workbook(path: Path, pieces, **more: bytes) -> Path:
    """An .xlsx whose one sheet has these pieces of XML between <sheetData> and its end."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELS.format(what="officeDocument", target="xl/workbook.xml"))
        package.writestr("xl/workbook.xml", BOOK)
        package.writestr("xl/_rels/workbook.xml.rels", RELS.format(what="worksheet", target="worksheets/sheet1.xml"))
        for name, data in more.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), data)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(SHEET.encode())
            for piece in pieces:
                sheet.write(piece.encode())
            sheet.write(END.encode())
    return path


def workbook(path: Path, *rows: tuple) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def far_cell(path: Path) -> Path:
    return raw_workbook(path, [HEADER, MEMBER, f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'])


def every_row(path: Path) -> Path:
    """All 1,048,576 rows that a sheet may have."""
    return raw_workbook(path, [HEADER, *(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 1_048_577))])


def empty_styled(path: Path) -> Path:
    """A million empty cells with a style, below one member."""
    return raw_workbook(path, [HEADER, MEMBER, *(f'<row r="{n}">' + "".join(f'<c r="{letter}{n}" s="0"/>' for letter in "ABCDEFGHIJ") + "</row>" for n in range(3, 100_003))])


def bomb(path: Path) -> Path:
    """Three hundred megabytes of nothing in a few hundred kilobytes."""
    return raw_workbook(path, [HEADER, *([" " * 1_000_000] * 300)])


def hidden_bomb(path: Path) -> Path:
    """The same, and the list of the parts says that it is small."""
    data = bytearray(bomb(path).read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        entry = package.getinfo("xl/worksheets/sheet1.xml")
    size = entry.file_size.to_bytes(4, "little")
    start = data.rfind(size)
    data[start : start + 4] = (5000).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    return path


def macros(path: Path) -> Path:
    return raw_workbook(path, [HEADER], xl__vbaProject_dot_bin=b"x")


def encrypted(path: Path) -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000)
    return path


def open_document(path: Path, *rows: tuple) -> Path:
    """An .ods by hand."""
    cells = "".join("<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row) + "</table:table-row>" for row in rows)
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="表">{cells}</table:table></office:spreadsheet></office:body></office:document-content>')
        package.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
    return path
