"""The photo of an exchange file: base64 text that must be a real picture."""

import base64
import binascii

from zugong.files.kinds import KINDS
from zugong.files.pictures import without_metadata
from zugong.files.sniff import sniff
from zugong.files.unfit import Unfit

MOST_BYTES = 1024 * 1024
MOST_TEXT = MOST_BYTES * 3 // 2
TAKEN = ("jpeg", "png")


def picture_in(text: str) -> bytes:
    """The picture without metadata; Unfit says why there is none."""
    if len(text) > MOST_TEXT:
        raise Unfit(f"超过 {MOST_BYTES // 1024 // 1024} MB，请压缩后重新放入")
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Unfit("不是 base64 编码，可能没有存完整") from None
    if len(data) > MOST_BYTES:
        raise Unfit(f"超过 {MOST_BYTES // 1024 // 1024} MB，请压缩后重新放入")
    kind = sniff(data)
    if kind not in TAKEN:
        raise Unfit(f"是{KINDS[kind].title}，不是 JPG 或 PNG 图片")
    return without_metadata(data, kind)
