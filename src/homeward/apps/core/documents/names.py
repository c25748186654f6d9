"""Names of files: cleaned for showing, never used to find anything."""

from __future__ import annotations

import re
import unicodedata

from homeward.apps.core.documents.refusing import Unfit

# Endings that make a computer run something; before the last ending they are there to deceive.
_RUN = (
    "ade adp apk app bash bat bin chm cmd com cpl dll dmg docm dotm exe gadget hta htm html inf ins iso jar js jse jsp lnk "
    "mht mhtml msc msi msp mst php pif pl pptm ps1 psm1 py rb reg scf scr sh svg svgz swf sys url vb vbe vbs wsc wsf wsh "
    "xhtml xll xlsm xltm xml"
)
RUN = frozenset(_RUN.split())
_RESERVED = frozenset({"con", "prn", "aux", "nul"}) | {f"{n}{i}" for n in ("com", "lpt") for i in range(10)}
_UNSAFE = re.compile(r'[<>:"/\\|?*;%\x00-\x1f\x7f]')
LENGTH = 100


def split_name(name: str) -> tuple[str, str]:
    """A sent name as (cleaned stem, ending in lower case). Raises Unfit for a name made to deceive."""
    if "\0" in name:
        raise Unfit("upload.name", words="a NUL character")
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    last = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    parts = [p.strip() for p in last.split(".")]
    ending = parts[-1].lower() if len(parts) > 1 else ""
    hidden = [p for p in parts[1:-1] if p.lower() in RUN]
    if hidden:
        raise Unfit("upload.double_ending", hidden=f".{hidden[-1]}", ending=f".{ending}")
    stem = ".".join(parts[:-1]) if len(parts) > 1 else last
    return clean_stem(stem), ending


def clean_stem(stem: str) -> str:
    """What a downloaded file may be called on any computer, without its ending."""
    stem = " ".join(_UNSAFE.sub(" ", stem).split()).strip(". ")[:LENGTH].rstrip(". ")
    if not stem or stem.lower().split(".")[0] in _RESERVED:
        return "document"
    return stem
