"""What is taken: the kinds, as the bytes show them, and how much of them."""

from dataclasses import dataclass

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 20
MOST_PIXELS = 50_000_000


@dataclass(frozen=True)
class Kind:
    """`endings`: how a name of this kind may end; the first is given to a name that ends otherwise."""

    title: str
    endings: tuple[str, ...]
    content_type: str
    is_picture: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "jpeg": Kind("JPG 图片", ("jpg", "jpeg"), "image/jpeg", True),
    "png": Kind("PNG 图片", ("png",), "image/png", True),
    "webp": Kind("WebP 图片", ("webp",), "image/webp", True),
    "pdf": Kind("PDF", ("pdf",), "application/pdf"),
    "ofd": Kind("OFD", ("ofd",), "application/ofd"),
    "docx": Kind("Word 文档", ("docx",), _OFFICE + "wordprocessingml.document"),
    "xlsx": Kind("Excel 表格", ("xlsx",), _OFFICE + "spreadsheetml.sheet"),
    "pptx": Kind("PPT 演示", ("pptx",), _OFFICE + "presentationml.presentation"),
    "text": Kind("纯文本", ("txt",), "text/plain"),
}
TAKEN = "JPG、PNG、WebP 图片，PDF、OFD、docx、xlsx、pptx 和纯文本"
# What a browser offers to choose from; iPhones then hand over JPG instead of HEIC.
ACCEPT = ",".join(kind.content_type if kind.is_picture else f".{kind.endings[0]}" for kind in KINDS.values())
