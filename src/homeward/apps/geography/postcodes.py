"""British postcodes as text. Their form is checked; whether one exists is for the table to say."""

from __future__ import annotations

import re

_DISTRICT = r"[A-Z]{1,2}[0-9][0-9A-Z]?"
WHOLE = re.compile(rf"^({_DISTRICT})([0-9][A-Z]{{2}})$", re.ASCII)
DISTRICT = re.compile(rf"^{_DISTRICT}$", re.ASCII)


def normal(text: str) -> str | None:
    """`qx12ab` as `QX1 2AB`; None for what is no postcode.

    >>> normal("qx12ab"), normal(" QX12  3cd "), normal("QX1")
    ('QX1 2AB', 'QX12 3CD', None)
    """
    met = WHOLE.match("".join(text.split()).upper())
    return f"{met[1]} {met[2]}" if met else None


def district_of(text: str) -> str | None:
    """The district of a postcode, or of a text that is one.

    >>> district_of("qx1 2ab"), district_of("qx12"), district_of("Cwm")
    ('QX1', 'QX12', None)
    """
    if whole := normal(text):
        return whole.split()[0]
    bare = "".join(text.split()).upper()
    return bare if DISTRICT.match(bare) else None
