"""Pictures written anew: turned upright, their place, camera, date and whatever hides behind them left out."""

from __future__ import annotations

import io
import struct
import warnings
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from homeward.apps.core.documents.limits import limits
from homeward.apps.core.documents.refusing import Unfit

# The library's own limit answers with a warning or an error of its own; ours is asked before a point is unpacked.
Image.MAX_IMAGE_PIXELS = None
# Only these openers are tried: what a file says it is has been settled before.
_FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP", "heic": "HEIF"}
_SAVE: dict[str, dict[str, Any]] = {
    "PNG": {"optimize": False},
    "JPEG": {"quality": 92, "optimize": True},
    "WEBP": {"quality": 92, "method": 4},
}
_GPS, _EXIF_WORDS = 0x8825, "camera, dates and settings (EXIF)"


def can_open(code: str) -> bool:
    """Whether the library on this machine opens the format (HEIC needs a part that is not always there)."""
    return _FORMATS[code] in {*Image.registered_extensions().values()}


def clean_picture(data: bytes, code: str) -> tuple[bytes, list[str]]:
    """The same picture and nothing else, and what was taken out. Raises Unfit."""
    if not can_open(code):
        raise Unfit("upload.heic")
    _complete(data, code)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a picture with odd notes is still a picture; the notes go
            picture = Image.open(io.BytesIO(data), formats=[_FORMATS[code]])
            _check_size(picture)
            frames = getattr(picture, "n_frames", 1)
            picture.load()
            removed = _what_it_carries(picture, data, code, frames)
            return _written(picture, _FORMATS[code] if code != "heic" else "JPEG"), removed
    except Unfit:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, MemoryError,
            KeyError, IndexError, TypeError, OverflowError, ZeroDivisionError, AttributeError):  # fmt: skip
        # The library answers a damaged picture with whatever its reader stumbled over.
        raise Unfit("upload.damaged", words="picture") from None


def _check_size(picture: Image.Image) -> None:
    most = limits()
    width, height = picture.size
    if width * height > most.pixels or max(width, height) > most.side_pixels:
        raise Unfit(
            "upload.pixels",
            width=f"{width:,}",
            height=f"{height:,}",
            most=f"{most.pixels // 1_000_000}",
            side=f"{most.side_pixels:,}",
        )


def _complete(data: bytes, code: str) -> None:
    """A picture that breaks off before its end is refused, though a viewer might still show some of it."""
    whole = {
        "png": lambda: b"IEND" in data[-1_000_000:],
        "jpeg": lambda: b"\xff\xd9" in data[2:],
        "webp": lambda: len(data) >= 12 and int.from_bytes(data[4:8], "little") + 8 <= len(data),
        "heic": lambda: True,
    }
    if not whole[code]():
        raise Unfit("upload.damaged", words="picture")


def _what_it_carries(picture: Image.Image, data: bytes, code: str, frames: int) -> list[str]:
    removed = []
    exif = picture.getexif()
    if _GPS in exif and exif.get_ifd(_GPS):
        removed.append("the place where it was taken (GPS)")
    if len(exif):
        removed.append(_EXIF_WORDS)
    info = picture.info
    if "xmp" in info or "XML:com.adobe.xmp" in info or "photoshop" in info:
        removed.append("editing data (XMP)")
    if "comment" in info or getattr(picture, "text", None):
        removed.append("comments")
    if frames > 1:
        removed.append(f"{frames - 1} further pictures of an animation or a set")
    if _after_the_end(data, code) > 16:
        removed.append("data behind the end of the picture")
    return removed


def _after_the_end(data: bytes, code: str) -> int:
    """How many bytes stand behind the picture."""
    if code == "png":
        return len(data) - (data.rfind(b"IEND") + 8)
    if code == "jpeg":
        return len(data) - (data.rfind(b"\xff\xd9") + 2)
    if code == "webp":
        return len(data) - (int.from_bytes(data[4:8], "little") + 8)
    return 0


def _written(picture: Image.Image, form: str) -> bytes:
    upright = _in_plain_colours(ImageOps.exif_transpose(picture))
    if form == "JPEG" and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    if upright.mode == "P":
        upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    # A picture made from the points alone: nothing of what the file said about itself comes along.
    plain = Image.new(upright.mode, upright.size)
    plain.paste(upright)
    out = io.BytesIO()
    plain.save(out, format=form, **_SAVE[form])
    return out.getvalue()


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """A picture with a colour profile, shown the same without it; a broken profile is left aside."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return turned if turned is not None else picture


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG stream without its EXIF, XMP, IPTC and comments, its points untouched: for pictures inside a PDF.

    A stream that does not read as a chain of segments comes back as it is; a viewer would not show it either.
    """
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        mark = jpeg[at + 1]
        if mark == 0xDA:  # the points begin
            kept.append(jpeg[at:])
            return b"".join(kept)
        if mark == 0xFF:
            at += 1
            continue
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if mark not in (0xE1, 0xED, 0xFE):  # APP1 EXIF and XMP, APP13 IPTC, comment
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    return jpeg
