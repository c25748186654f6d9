"""Papers: tagged, in their language, the same bytes each time, and no reader's text becomes markup."""

import datetime as dt

import pytest

from homeward.web import papers
from homeward.web.papers import PaperError, compile_paper
from homeward.web.papers.compiling import legible
from tests.pdfs import Paper

SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z" fill="#0f5660"/></svg>'
)
HOSTILE = '#eval("1+1") *b* _i_ $x$ `c` [y] <label> @ref = head // \\ #{panic()} #read("/etc/passwd")'


def data(**changes):
    given = {
        "title": "General family based care, Q1 2026-27",
        "caption": "Wattlebird, agreement DCP-0417, line 1",
        "running": "DCP-0417 line 1",
        "version": "Version 2",
        "date": dt.date(2026, 11, 4),
        "tags": [
            {"text": "Waiting", "state": "warn"},
            {"text": "3 placeholder values", "state": "placeholder"},
        ],
        "facts": [
            papers.pair("Night", "Departure is not counted", {"text": "Chosen reading", "state": "chosen"})
        ],
        "foot": "Records SHA-256 abc",
        "sections": [
            papers.section(
                "Figures", [papers.figures([{"label": "Share", "value": "88.0", "unit": "%", "of": "x"}])]
            ),
            papers.section("Why", [papers.text("Because.")]),
            papers.section(
                "The share is 88.0 %",
                [
                    papers.table(
                        [papers.column("Step"), papers.column("Result", numeric=True)],
                        [("One", "− 14"), (papers.cell("Two", depth=1), "× ÷")],
                        ("Sum", "14"),
                    )
                ],
                level=3,
            ),
            papers.section("Picture", [papers.picture("plot.svg", "The share falls.")]),
            papers.section("Signatures", [papers.signatures([papers.signature("For us", [("Name", "")])])]),
        ],
    }
    return papers.paper(**{**given, **changes})


def made(lang="en", **changes):
    return compile_paper("paper", data(**changes), pictures={"plot.svg": SQUARE}, lang=lang)


def test_the_same_data_give_the_same_bytes_and_other_data_others():
    assert made() == made()
    assert made() != made(title="Another")


def test_it_is_pdf_ua_and_archival_with_title_and_language():
    paper = Paper(made())
    assert (paper.part, paper.archive) == ("1", ("2", "A"))
    assert paper.title == "General family based care, Q1 2026-27"
    assert [Paper(made(lang)).language for lang in ("en", "cy", "mi", "en-au")] == ["en", "cy", "mi", "en"]


def test_headings_come_in_order_and_nothing_stands_outside_the_tags():
    paper = Paper(made())
    assert paper.kinds("H") == ["H1", "H2", "H2", "H3", "H2", "H2"]
    assert paper.untagged == 0
    kinds = [t.kind for t in paper.tags]
    assert kinds.count("TH") == 2 and kinds.count("TD") == 6 and kinds.count("Table") == 1


def test_a_reader_finds_text_outside_the_tags():
    """The check above can fail: the same page without its marks is found untagged."""
    paper = Paper(made())
    page = paper.pdf.pages[0]
    page.Contents = paper.pdf.make_stream(b"BT (plain) Tj ET 0 0 9 9 re f")
    assert paper.untagged > 0


def test_every_picture_has_its_words():
    assert [t.alt for t in Paper(made()).tags if t.kind == "Figure"] == ["The share falls."]
    bare = data(sections=[papers.section("Picture", [papers.picture("plot.svg", "")])])
    bare["sections"][0]["blocks"][0]["alt"] = None
    with pytest.raises(PaperError, match="alt"):
        compile_paper("paper", bare, pictures={"plot.svg": SQUARE})


@pytest.mark.parametrize("where", ["title", "caption", "running", "version", "foot", "as_it_was"])
def test_text_never_becomes_markup_at_the_head(where):
    assert HOSTILE.replace(" ", "") in Paper(made(**{where: HOSTILE})).text.replace(" ", "")


def test_text_never_becomes_markup_in_any_part():
    parts = [
        papers.text(HOSTILE),
        papers.figures([{"label": HOSTILE, "value": HOSTILE, "of": HOSTILE}]),
        papers.pairs([papers.pair(HOSTILE, HOSTILE, {"text": HOSTILE, "state": "bad"})]),
        papers.table([papers.column(HOSTILE)], [[HOSTILE]], [HOSTILE]),
        papers.points([papers.item(HOSTILE, HOSTILE)]),
        papers.numbered([papers.item(HOSTILE, HOSTILE)]),
        papers.signatures([papers.signature(HOSTILE, [(HOSTILE, HOSTILE)])]),
    ]
    sections = [papers.section(HOSTILE, parts), papers.section("P", [papers.picture("plot.svg", HOSTILE)])]
    paper = Paper(made(sections=sections, tags=[{"text": HOSTILE, "state": "ok"}]))
    bare = paper.text.replace(" ", "")
    assert bare.count('#eval("1+1")') == 19 and "root:" not in bare
    assert [t.alt for t in paper.tags if t.kind == "Figure"] == [HOSTILE]


def test_marks_are_words():
    text = Paper(made()).text
    assert "Chosen reading" in text and "3 placeholder values" in text


def test_macrons_and_signs_are_drawn_and_what_no_font_has_is_named():
    text = Paper(made(caption="Ōtautahi ŵ ŷ − × ÷ ≤ 漢 \U0001f9f8")).text
    assert "Ōtautahi ŵ ŷ − × ÷ ≤ [U+6F22] [U+1F9F8]" in " ".join(text.split())
    assert legible("a\u0304") == "ā" and legible("one\ntwo\tthree\x00\u202e") == "one two three"


def test_a_glyph_or_font_that_is_missing_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(papers.compiling, "legible", lambda value: value)
    with pytest.raises(PaperError, match="could not be displayed"):
        made(caption="漢")
    monkeypatch.setattr(papers.compiling, "FONTS", tmp_path)
    with pytest.raises(PaperError, match="unknown font family"):
        made()


def test_a_paper_reads_nothing_outside_its_own_files(tmp_path, monkeypatch):
    monkeypatch.setattr(papers.compiling, "TEMPLATES", tmp_path)
    for reach in ('#read("/etc/hostname")', '#read("../data.json")', '#import "@preview/cetz:0.3.0": *'):
        (tmp_path / "paper.typ").write_text(f'#set document(title: "x")\n{reach}', encoding="utf-8")
        with pytest.raises(PaperError):
            made()
    (tmp_path / "paper.typ").write_text('#set document(title: "x")\n#set text(font: "Noto Sans")\nx', "utf-8")
    assert made().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["../paper", "paper.typ", "nothing", ""])
def test_only_a_named_paper_is_made(name):
    with pytest.raises(PaperError, match="no paper named"):
        compile_paper(name, data())


@pytest.mark.parametrize("file", ["main.typ", "mark.svg", "../plot.svg", "/plot.svg", "data.json"])
def test_a_picture_takes_no_other_file_s_place(file):
    with pytest.raises(PaperError, match="may not be named"):
        compile_paper("paper", data(), pictures={file: SQUARE})


def test_a_row_has_one_cell_a_column():
    with pytest.raises(ValueError, match="one cell a column"):
        papers.table([papers.column("One")], [("a", "b")])
