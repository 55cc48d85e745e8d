"""Pictures with everything but the picture taken out.

In: base64 of a PNG, JPEG or WebP. Out: a PNG of its pixels, without metadata. It is never written to disk.
"""

from __future__ import annotations

import warnings
from base64 import b64decode
from io import BytesIO

from PIL import Image, ImageOps

from api.http.problems import ProblemError

_FORMATS = ("PNG", "JPEG", "WEBP")
_MOST_PIXELS = 40_000_000


def clean(encoded: str) -> bytes:
    """The pixels as a PNG. Raises `ProblemError` "bad_picture"."""
    try:
        raw = b64decode(encoded, validate=True)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(raw), formats=_FORMATS) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise ProblemError("bad_picture")
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except ProblemError:
        raise
    except Exception:
        # Whatever a damaged file makes the decoder raise.
        raise ProblemError("bad_picture") from None
    # Pixels alone are carried over: comments, places, thumbnails and profiles stay behind.
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    out = BytesIO()
    bare.save(out, "PNG")
    return out.getvalue()
