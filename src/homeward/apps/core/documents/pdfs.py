"""PDF written anew: what tells of people, carries other files or runs by itself is left out."""

from __future__ import annotations

import io
import warnings
from typing import Any

import pikepdf
from pikepdf import Name

from homeward.apps.core.documents.limits import limits
from homeward.apps.core.documents.pictures import without_segments
from homeward.apps.core.documents.refusing import Unfit

# What a viewer does on its own or at a click, and may do: move in the file, or open a page of the web.
_KEPT_ACTIONS = frozenset({"/GoTo", "/URI", "/Named", "/SetOCGState", "/Trans"})
_WEB = ("http://", "https://", "mailto:")
# Notes that hold another file, a film or a program.
_CARRYING = frozenset(
    {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/Projection", "/TrapNet"}
)
_TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
_ROOT_TELLS = ("/Collection", "/Legal", "/Perms", "/SpiderInfo", "/Requirements", "/Extensions", "/URI")
_INFO, _XMP = "author, program and dates (properties)", "editing data (XMP)"


def clean_pdf(data: bytes) -> tuple[bytes, list[str]]:
    """The same pages and nothing behind them, and what was taken out. Raises Unfit."""
    if b"%%EOF" not in data[-2048:] or b"startxref" not in data[-4096:]:
        raise Unfit("upload.damaged", words="PDF")
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            return _cleaned(pdf)
    except pikepdf.PasswordError:
        raise Unfit("upload.password") from None
    except (pikepdf.PdfError, ValueError, KeyError, AttributeError, TypeError, IndexError, RuntimeError,
            RecursionError, OverflowError):  # fmt: skip
        raise Unfit("upload.damaged", words="PDF") from None


def _cleaned(pdf: pikepdf.Pdf) -> tuple[bytes, list[str]]:
    most = limits()
    if len(pdf.objects) > most.objects:
        raise Unfit("upload.pages", words=f"{len(pdf.objects):,} parts", most=f"{most.objects:,} parts")
    if len(pdf.pages) > most.pages:
        raise Unfit("upload.pages", words=f"{len(pdf.pages):,} pages", most=f"{most.pages:,} pages")
    if not len(pdf.pages):
        raise Unfit("upload.damaged", words="PDF")
    removed: list[str] = []
    if len(pdf.docinfo):
        removed.append(_INFO)
    del pdf.docinfo
    if "/ID" in pdf.trailer:  # a fingerprint of the file it was made from
        del pdf.trailer["/ID"]
    _clean_root(pdf.Root, removed)
    for page in pdf.pages:
        _clean_notes(page.obj, removed)
    for thing in pdf.objects:
        _clean_object(thing, removed)
    out = io.BytesIO()
    pdf.remove_unreferenced_resources()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a form may look like in one program is not ours to judge
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            encryption=False,
        )
    return out.getvalue(), list(dict.fromkeys(removed))


def _clean_root(root: Any, removed: list[str]) -> None:
    names = root.get("/Names")
    for holder, key, words in (
        (names, "/EmbeddedFiles", "attached files"),
        (names, "/JavaScript", "a script"),
        (root, "/OpenAction", "what it does when opened"),
        (root, "/AF", "attached files"),
        (root, "/AA", "what it does by itself"),
        (root.get("/AcroForm"), "/XFA", "a second form (XFA)"),
    ):
        if isinstance(holder, pikepdf.Dictionary) and key in holder:
            del holder[key]
            removed.append(words)
    for key in _ROOT_TELLS:
        if key in root:
            del root[key]


def _clean_notes(page: Any, removed: list[str]) -> None:
    notes = page.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return
    kept = [
        n for n in notes if not (isinstance(n, pikepdf.Dictionary) and str(n.get("/Subtype")) in _CARRYING)
    ]
    if len(kept) < len(notes):
        removed.append("attached files or films")
        page["/Annots"] = pikepdf.Array(kept)


def _clean_object(thing: Any, removed: list[str]) -> None:
    """One object of the file: properties, actions, attached files, and the place of a picture."""
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        if isinstance(thing, pikepdf.Array):
            for part in thing:
                if isinstance(part, pikepdf.Dictionary) and not part.is_indirect:
                    _clean_object(part, removed)
        return
    for key in _TELLING:
        if key in thing:
            removed.append(_XMP if key == "/Metadata" else "editing data")
            del thing[key]
    for key, words in (
        ("/AA", "what it does by itself"),
        ("/AF", "attached files"),
        ("/EF", "attached files"),
        ("/JS", "a script"),
    ):
        if key in thing:
            removed.append(words)
            del thing[key]
    for key in ("/A", "/PA", "/Next", "/OpenAction"):
        if _is_unwanted(thing.get(key)):
            removed.append("actions that start or send something")
            del thing[key]
    if thing.get("/Type") == Name("/Sig") and "/Contents" in thing:
        removed.append("a digital signature inside the file (it does not outlast cleaning)")
    if isinstance(thing, pikepdf.Stream):
        _clean_picture(thing, removed)
    keys = list(thing.keys())  # a stream is asked for its keys; going through it means its bytes
    for key in keys:
        inner: Any = thing.get(key)
        if isinstance(inner, pikepdf.Dictionary | pikepdf.Array) and not inner.is_indirect:
            _clean_object(inner, removed)


def _is_unwanted(action: Any) -> bool:
    if isinstance(action, pikepdf.Array):  # actions one after the other; elsewhere the key means other things
        return any(_is_unwanted(one) for one in action)
    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return False
    kind = str(action["/S"])
    if kind == "/URI":
        return not str(action.get("/URI", "")).lower().startswith(_WEB)
    return kind not in _KEPT_ACTIONS


def _clean_picture(stream: Any, removed: list[str]) -> None:
    """Take the camera's notes out of a JPEG inside the file, without touching its points."""
    filters = stream.get("/Filter")
    alone = filters == Name("/DCTDecode") or (
        isinstance(filters, pikepdf.Array) and len(filters) == 1 and filters[0] == Name("/DCTDecode")
    )
    if not alone:
        return
    before = stream.read_raw_bytes()
    after = without_segments(before)
    if after != before:
        parameters = stream.get("/DecodeParms")
        stream.write(after, filter=Name("/DCTDecode"), decode_parms=parameters)
        removed.append("in a picture: camera, dates, place (EXIF)")
