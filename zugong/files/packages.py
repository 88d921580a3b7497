"""Documents that are zip packages inside: which they are, and nothing in them that runs or swells."""

import io
import zipfile

from .unfit import Unfit

MOST_ENTRIES = 5000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_TIMES = 1000
_TYPES = "[Content_Types].xml"
_MOST_TYPES = 1024 * 1024
_BODIES = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_BROKEN = "打不开，可能没有传完或已损坏，请重新取得原件再传"
_MACROS = "里面有宏（会自己运行的程序），不能收。请另存为不带宏的 .docx、.xlsx、.pptx 再传"


def package_kind(data: bytes) -> str:
    """docx, xlsx, pptx or ofd; Unfit for any other archive, macros, passwords and packages that declare to swell."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _refuse_swelling(entries, len(data))
            if any(entry.flag_bits & 1 for entry in entries):
                raise Unfit("加了密码，看不到里面是什么，请去掉密码再传")
            names = {entry.filename for entry in entries}
            lowered = [name.lower().replace("\\", "/") for name in names]
            if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "macrosheets/" in name for name in lowered):
                raise Unfit(_MACROS)
            if _TYPES in names:
                return _office_kind(package, names)
    except Unfit:
        raise
    except Exception:  # a damaged archive fails in many ways, none of which says more than that
        raise Unfit(_BROKEN) from None
    if "OFD.xml" in names:
        return "ofd"
    raise Unfit("是压缩包，请解开后把里面的文件逐个上传")


def _office_kind(package: zipfile.ZipFile, names: set[str]) -> str:
    with package.open(_TYPES) as file:
        types = file.read(_MOST_TYPES).lower()
    if b"macroenabled" in types or b"vbaproject" in types:
        raise Unfit(_MACROS)
    found = [kind for kind, body in _BODIES.items() if body in names]
    if len(found) != 1:
        raise Unfit("不是常见的 docx、xlsx、pptx，请另存为这几种或 PDF 再传")
    return found[0]


def _refuse_swelling(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Sizes are those that the archive declares: nothing is unpacked to find out. Parts that lie on one another pack to more than the file."""
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_TIMES * size or packed > size:
        raise Unfit("解开后会大得不正常（像“压缩炸弹”），不能收。请另存一份，或打印为 PDF 再传")
