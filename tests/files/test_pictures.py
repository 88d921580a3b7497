"""Pictures lose what stands beside the pixels, stand upright, and stay as fine as they were."""

import io

import pytest
from PIL import Image

from tests.files.papers import drawing, exif, photo, png, saved, webp
from zugong.files.pictures import without_metadata
from zugong.files.unfit import Unfit

TRACES = (b"YunPhone", b"YP-9", b"SERIAL-0042", b"2026:11:20", b"Exif", b"xmpmeta", b"31.2304", b"account 42", b"device 0042", b"ICC_PROFILE", b"iCCP", b"eXIf", b"tEXt", b"iTXt", b"pHYs", b"EXIF", b"XMP ")


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(("kind", "data"), [("jpeg", photo()), ("png", png()), ("webp", webp())], ids=["jpeg", "png", "webp"])
def test_place_device_moment_and_author_are_gone(kind, data):
    assert [trace for trace in TRACES if trace in data] != []
    cleaned = without_metadata(data, kind)
    picture = opened(cleaned)
    assert ([trace for trace in TRACES if trace in cleaned], dict(picture.getexif()), picture.getexif().get_ifd(0x8825)) == ([], {}, {})
    assert set(picture.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background", "timestamp", "duration"} == set()


def test_a_photo_with_a_place_had_one_before():
    assert opened(photo()).getexif().get_ifd(0x8825)[2] == (31.0, 13.0, 49.0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_taken_sideways_stands_upright(orientation):
    """The dark half lies where a viewer that minds the orientation shows it."""
    picture = opened(without_metadata(photo(orientation), "jpeg"))
    dark_at = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}[orientation]
    width, height = (60, 40) if orientation < 5 else (40, 60)
    corner = {"left": (5, 20), "right": (55, 20), "top": (20, 5), "bottom": (20, 55)}[dark_at]
    assert (picture.size, picture.convert("L").getpixel(corner) < 60) == ((width, height), True)


@pytest.mark.parametrize("quality", [40, 85, 96])
def test_a_photo_keeps_its_own_fineness(quality):
    before = opened(saved(drawing((120, 80)), "JPEG", quality=quality, exif=exif()))
    after = opened(without_metadata(saved(drawing((120, 80)), "JPEG", quality=quality, exif=exif()), "jpeg"))
    assert (after.quantization, after.layer) == (before.quantization, before.layer)


def test_a_photo_of_several_pictures_keeps_the_first():
    several = saved(drawing(), "MPO", save_all=True, append_images=[drawing((30, 20))])
    picture = opened(without_metadata(several, "jpeg"))
    assert (picture.format, picture.size) == ("JPEG", (60, 40))


def test_what_is_hung_on_behind_a_picture_is_gone():
    assert b"PK\x03\x04" in photo() + b"PK\x03\x04payload"
    assert b"payload" not in without_metadata(photo() + b"PK\x03\x04payload", "jpeg")


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
def test_pngs_keep_their_pixels(mode):
    data = png(mode)
    assert opened(without_metadata(data, "png")).convert("RGBA").tobytes() == opened(data).convert("RGBA").tobytes()


def test_a_png_with_a_palette_keeps_what_is_transparent():
    data = saved(drawing().convert("P"), "PNG", transparency=0)
    cleaned = opened(without_metadata(data, "png"))
    assert cleaned.convert("RGBA").tobytes() == opened(data).convert("RGBA").tobytes()


def test_a_photo_for_print_becomes_one_for_the_screen():
    assert opened(without_metadata(saved(drawing().convert("CMYK"), "JPEG"), "jpeg")).mode == "RGB"


REFUSED = {
    "half a photo": ("jpeg", photo(size=(600, 400))[:1500], "图片打不开"),
    "only a beginning": ("jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 40, "图片打不开"),
    "half a png": ("png", png()[:60], "图片打不开"),
    "another kind under a beginning": ("png", b"\x89PNG\r\n\x1a\n<html>", "图片打不开"),
    "too many pixels": ("png", saved(Image.new("1", (8000, 6300)), "PNG"), "像素太多（超过 5000 万）"),
    "very many pixels": ("png", saved(Image.new("1", (20000, 20000)), "PNG"), "像素太多（超过 5000 万）"),
    "moving png": ("png", saved(drawing(), "PNG", save_all=True, append_images=[drawing(mode="RGB").rotate(180)]), "是会动的图片"),
    "moving webp": ("webp", saved(drawing(), "WEBP", save_all=True, append_images=[drawing().rotate(180)]), "是会动的图片"),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_picture_that_cannot_be_drawn_anew_is_refused(what):
    kind, data, said = REFUSED[what]
    with pytest.raises(Unfit) as refusal:
        without_metadata(data, kind)
    assert str(refusal.value)[: len(said)] == said
