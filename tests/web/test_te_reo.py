"""English, te reo Māori and the mixed interface: which words, which marks, which spelling."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from homeward.web.catalogues import HouseTranslation, remembering
from homeward.web.languages import offered
from homeward.web.marking import marked
from homeward.web.te_reo import DOUBLE, MACRON, TERMS, doubled, pattern, spelled, spelling
from homeward.web.words import message


def test_mixed_comes_first_where_te_reo_is_offered() -> None:
    assert offered(["en", "mi"]) == ["en-nz", "en", "mi"]
    assert offered(["en", "cy"]) == ["en", "cy"] and offered(["en"]) == ["en"]


@pytest.mark.parametrize("term", TERMS)
def test_each_term_is_found_in_both_spellings_and_in_no_longer_word(term: str) -> None:
    found = pattern()
    for form in (term, doubled(term), term.capitalize()):
        assert found.fullmatch(form), form
        assert " " in form or not (found.search(f"x{form}") or found.search(f"{form}x")), form


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "<p>With whānau and iwi.</p>",
            '<p>With <bdi lang="mi">whānau</bdi> and <bdi lang="mi">iwi</bdi>.</p>',
        ),
        ("<label>Whaanau</label>", '<label><bdi lang="mi">Whaanau</bdi></label>'),
        ('<a title="whānau">x</a>', '<a title="whānau">x</a>'),
        ("<title>Tamariki</title>", "<title>Tamariki</title>"),
        ("<option value=1>Tamariki</option>", '<option value=1 lang="mi">Tamariki</option>'),
        ("<option>Tamariki and more</option>", "<option>Tamariki and more</option>"),
        ('<p lang="mi">he whānau</p>', '<p lang="mi">he whānau</p>'),
        (
            '<p lang="mi">a<br>whānau</p><p>whānau</p>',
            '<p lang="mi">a<br>whānau</p><p><bdi lang="mi">whānau</bdi></p>',
        ),
        (
            "<textarea>whānau</textarea><script>let hui</script>",
            "<textarea>whānau</textarea><script>let hui</script>",
        ),
        ("<p>Shuifang, Miwi, hui-based</p>", "<p>Shuifang, Miwi, hui-based</p>"),
        (
            "<!-- hui --><p>Hui &amp; mahi</p>",
            '<!-- hui --><p><bdi lang="mi">Hui</bdi> &amp; <bdi lang="mi">mahi</bdi></p>',
        ),
    ],
)
def test_words_of_te_reo_within_english_carry_their_language(page: str, expected: str) -> None:
    assert marked(f'<html lang="en-nz">{page}</html>') == f'<html lang="en-nz">{expected}</html>'


def test_what_was_left_in_english_on_a_page_in_te_reo_says_so() -> None:
    page = (
        '<html lang="mi"><h1>Applications</h1><p>Rapu</p><p>3 applications</p><p>With whānau</p><option>All</option>'
        "<p>Hana Wētere</p></html>"
    )
    left = {"Applications", "%(n)s applications", "With whānau", "All"}
    assert marked(page, left) == (
        '<html lang="mi"><h1><bdi lang="en">Applications</bdi></h1><p>Rapu</p><p><bdi lang="en">3 applications</bdi></p>'
        '<p><bdi lang="en">With <bdi lang="mi">whānau</bdi></bdi></p><option lang="en">All</option><p>Hana Wētere</p></html>'
    )


def test_a_catalogue_remembers_what_it_does_not_hold() -> None:
    with translation.override("mi"), remembering() as left:
        assert gettext("Search") == "Rapu"
        assert gettext("A sentence that nobody put into te reo") == "A sentence that nobody put into te reo"
        ngettext("%(num)d strange thing", "%(num)d strange things", 2)
    assert left == {"A sentence that nobody put into te reo", "%(num)d strange things"}
    with translation.override("mi"):
        assert isinstance(translation.trans_real._active.value, HouseTranslation)  # type: ignore[attr-defined]


def test_the_houses_words_follow_the_spelling_and_names_do_not() -> None:
    with translation.override("mi"), spelling(DOUBLE):
        assert gettext("Help") == "Aawhina"
        assert gettext("Acting for %(name)s") % {"name": "Hēmi Māhaki"} == "Acting for Hēmi Māhaki"
        assert message("nz", "mi", "nav.homes") == "Kaainga"
    with translation.override("cy"), spelling(DOUBLE):
        assert spelled("Tŷ ā", "cy") == "Tŷ ā"
    with translation.override("mi"), spelling(MACRON):
        assert gettext("Help") == "Āwhina"
    assert doubled("a\u0304") == "aa" and doubled("Ā") == "Aa"


def test_the_mixed_interface_speaks_english_with_the_terms() -> None:
    with translation.override("en-nz"):
        assert gettext("Children") == "Tamariki"
        assert gettext("A sentence that nobody put into te reo") == "A sentence that nobody put into te reo"
