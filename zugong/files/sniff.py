"""What a file is, decided from its bytes; its name and what the browser says of it count for nothing."""

import re

from .kinds import MOST_BYTES, TAKEN
from .packages import package_kind
from .unfit import Unfit

# Beginnings that a text may have too: what they name holds zeros soon after.
_PROGRAM_OR_TEXT, _PICTURE_OR_TEXT = b"MZ", b"BM"
_PROGRAMS = (b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"dex\n", b"\0asm", b"L\0\0\0\x01\x14\x02\0", b"#!")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"MSCF", b"PK\x05\x06")
_OTHER_PICTURES = (b"GIF8", b"II*\0", b"MM\0*", b"\0\0\x01\0", b"8BPS")
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
_MARKUP = re.compile(r"<(?:!doctype|\?xml|html|head|body|svg|script|iframe|object|embed)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sniff(data: bytes) -> str:
    """The key of the kind in KINDS; Unfit with the reason for everything that is not taken."""
    if not data:
        raise Unfit("是空文件，里面什么也没有，请重新选择")
    if len(data) > MOST_BYTES:
        raise Unfit("超过 10 MB，请压缩或拆成几个再传")
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return package_kind(data)
    _refuse_known(data)
    return _text(data)


def _pdf(data: bytes) -> str:
    if b"%%EOF" not in data[-65536:]:
        raise Unfit("是不完整的 PDF，可能没有传完或已损坏，请重新取得原件再传")
    if b"/JavaScript" in data or b"/Launch" in data:
        raise Unfit("这个 PDF 里有会自己运行的脚本，不能收。请用“打印为 PDF”另存一份再传")
    return "pdf"


def _refuse_known(data: bytes) -> None:
    """What people often have in hand is refused by its own name, with the way out."""
    has_zeros = b"\0" in data[:64]
    if data.startswith(_PROGRAMS) or (data.startswith(_PROGRAM_OR_TEXT) and has_zeros):
        raise Unfit("是程序，不是资料，不能收")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unfit("加了打开密码，看不到里面是什么，请去掉密码再传")
        raise Unfit("是老格式的 Office 或 WPS 文件（如 .doc、.xls），里面可能藏着宏，请另存为 .docx、.xlsx 或 PDF 再传")
    if data.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        raise Unfit("是压缩包，请解开后把里面的文件逐个上传")
    if data[4:8] == b"ftyp":
        if data[8:12] in _HEIC:
            raise Unfit("是 HEIC 一类的照片，多数电脑打不开，请转成 JPG 再传（苹果手机在“设置—相机—格式”里选“兼容性最佳”）")
        raise Unfit("是视频或录音，不能收")
    if data.startswith(_OTHER_PICTURES) or (data.startswith(_PICTURE_OR_TEXT) and has_zeros):
        raise Unfit("是 GIF、BMP、TIFF 一类的图片，请另存为 JPG 或 PNG 再传")
    if data.startswith(b"{\\rtf"):
        raise Unfit("是 RTF 文件，请另存为 .docx 或 PDF 再传")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unfit("是 UTF-16 编码的文本，请另存为 UTF-8 再传")


def _text(data: bytes) -> str:
    text = _decoded(data)
    if text is None or _CONTROL.search(text):
        raise Unfit(f"认不出是什么文件，或已损坏。可以收 {TAKEN}")
    if _MARKUP.search(text):
        raise Unfit("是网页或 SVG 一类的文件，里面可能有脚本，不能收。请另存为 PDF 再传")
    if not text.strip("\ufeff \t\r\n"):
        raise Unfit("是空文件，里面什么也没有，请重新选择")
    return "text"


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
