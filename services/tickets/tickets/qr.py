"""A ticket code as a picture."""

from __future__ import annotations

import io

import segno

_QUIET_ZONE = 4  # modules, as ISO/IEC 18004 asks


def svg(code: str) -> str:
    """A QR code in SVG: sharp at any size, which the page decides, on its own white ground."""
    out = io.BytesIO()
    segno.make(code, error="m", micro=False).save(
        out, kind="svg", border=_QUIET_ZONE, omitsize=True, xmldecl=False, light="#fff"
    )
    # Without this a browser blurs the edges of modules that do not fall on whole pixels.
    return out.getvalue().decode().replace("<svg ", '<svg shape-rendering="crispEdges" ', 1)
