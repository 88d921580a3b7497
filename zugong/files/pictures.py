"""Pictures are drawn anew: the pixels stay; place, device, time and whatever else a camera or program wrote beside them go."""

import io

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import get_sampling

from .kinds import MOST_PIXELS
from .unfit import Unfit

_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_PLAIN = {"jpeg": ("L", "RGB"), "png": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16", "I"), "webp": ("RGB", "RGBA")}
_TOO_LARGE = f"像素太多（超过 {MOST_PIXELS // 10_000} 万），请缩小再传"


def without_metadata(data: bytes, kind: str) -> bytes:
    """The same picture upright, with nothing but its pixels. A JPEG keeps its own fineness. Unfit when it cannot be read, is too large or moves."""
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unfit(_TOO_LARGE)
            if kind != "jpeg" and getattr(picture, "n_frames", 1) > 1:
                raise Unfit("是会动的图片，请另存为静止的 JPG 或 PNG 再传")
            return _drawn_anew(picture, kind)
    except Unfit:
        raise
    except Image.DecompressionBombError:
        raise Unfit(_TOO_LARGE) from None
    except Exception:  # a damaged picture fails in many ways, none of which says more than that
        raise Unfit("图片打不开，可能没有传完或已损坏，请重新取得原件再传") from None


def _drawn_anew(picture: Image.Image, kind: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.info = {name: value for name, value in upright.info.items() if name == "transparency" and kind == "png"}
    how = {"quality": 90} if kind != "png" else {}
    if upright.mode not in _PLAIN[kind]:
        upright = upright.convert("RGBA" if kind != "jpeg" and upright.has_transparency_data else "RGB")
    elif kind == "jpeg":
        how = {"qtables": picture.quantization, "subsampling": get_sampling(picture)}
    drawn = io.BytesIO()
    upright.save(drawn, _FORMATS[kind], **how)
    return drawn.getvalue()
