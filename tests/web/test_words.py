"""The words of each jurisdiction: whole messages from its pack."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from homeward.policy import load_pack
from homeward.policy import packs as shipped
from homeward.web.middleware import WordsMiddleware
from homeward.web.words import NoSuchMessage, message, word, words_of

HERE = Path(__file__).parent / "packs"
ALL = {**{pack: pack for pack in shipped()}, "nz": HERE / "nz"}
CHILDREN = {
    "au_sa": "Children and young people are those in out of home care.",
    "gb_eng": "A child is looked after from the first day of an episode to the last.",
    "gb_wls": "A child looked after by the local authority.",
    "nz": "Tamariki and rangatahi in care.",
}


def _help_page():
    body = SimpleNamespace(name="Body", second_name="", languages=["en"], contact="")
    person = {"user": SimpleNamespace(name="A"), "role": SimpleNamespace(label="R"), "acting_for": ""}
    actor = SimpleNamespace(body=body, organisation=None, **person)
    return render_to_string("web/help.html", {"actor": actor, "csrf_input": ""}, using="jinja2")


@pytest.mark.parametrize("pack", sorted(CHILDREN))
def test_one_page_speaks_each_packs_words(pack):
    with words_of(ALL[pack]):
        html = _help_page()
    assert CHILDREN[pack] in html
    assert not any(text in html for other, text in CHILDREN.items() if other != pack)


def test_every_pack_holds_the_same_messages():
    keys = {name: set(load_pack(pack).words["en"]) for name, pack in ALL.items()}
    assert set(keys) >= set(CHILDREN)
    assert len({frozenset(held) for held in keys.values()}) == 1, keys


def test_the_language_of_the_page_comes_first_and_the_packs_first_language_next():
    assert message(ALL["gb_wls"], "cy", "nav.children") == "Plant sy’n derbyn gofal"
    assert message(ALL["nz"], "mi", "nav.homes") == "Homes"
    with words_of(ALL["nz"]), translation.override("mi"):
        assert word("nav.children") == "Tamariki me ngā rangatahi"


def test_a_missing_message_is_an_error_that_names_pack_and_key():
    with pytest.raises(NoSuchMessage, match=r"Pack au_sa has no message 'nav\.nothing'"):
        message("au_sa", "en", "nav.nothing")
    with pytest.raises(NoSuchMessage, match="No pack is in force"):
        word("nav.children")


def test_the_middleware_puts_the_bodys_pack_in_force_and_takes_it_away():
    seen = []
    request = RequestFactory().get("/")
    request.actor = SimpleNamespace(body=SimpleNamespace(pack="gb_eng"))
    WordsMiddleware(lambda _request: seen.append(word("nav.children")))(request)
    assert seen == ["Looked-after children"]
    with pytest.raises(NoSuchMessage):
        word("nav.children")
