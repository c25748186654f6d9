"""What is translated of Python code: the sentences of refusals, as Babel finds them and as a reader meets them."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.apps import apps
from django.utils import translation
from django.utils.functional import Promise

import homeward
from homeward.apps.core.models import Notice, OutgoingMail
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import Refused, heading_of, plain_sentences, present
from homeward.kernel.reasons import Reason
from homeward.web.extracting import sentences
from tests.factories.accounts import CommissioningBodyFactory, UserFactory

HERE = Path(homeward.__file__).parent
# Whose sentences are in the Welsh catalogue as a draft: everything about finding a home.
IN_WELSH = ("referrals", "searches", "decisions", "panels", "vacancies", "restrictions", "frameworks")
CODE = b"""
ASK, TELL = "This cannot be asked", "This cannot be told"
plain("x.y", "A title", "A fact about {name}.", lift="A lift.", who="You", authority="")
@service("ask", ASK)
def ask(): permit(True, "Not found")
moves = (Move("go", (A,), B, P, "go on", ()),)
_("As before")
"""


def test_the_words_of_refusals_are_found_wherever_they_stand() -> None:
    found = [str(text) for _l, text, _c, _x in extract(sentences, BytesIO(CODE))]  # type: ignore[arg-type]
    assert sorted(found) == sorted([
        "As before", "A title", "A fact about {name}.", "A lift.", "You", "Not found", "go on", "You cannot go on",
        "This cannot be asked",
    ])  # fmt: skip


@pytest.fixture(scope="module")
def welsh() -> dict[str, Message]:
    with (HERE / "locale/cy/LC_MESSAGES/django.po").open("rb") as file:
        return {str(m.id): m for m in read_po(file, locale="cy") if isinstance(m.id, str)}


def registered() -> Iterator[tuple[str, str]]:
    apps.check_apps_ready()
    for code, parts in plain_sentences().items():
        for part in parts:
            yield code, part


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _how in Formatter().parse(text) if name}


def test_every_sentence_is_a_format_over_its_inputs() -> None:
    for code, part in registered():
        assert fields(part) is not None, code


def test_welsh_sentences_keep_the_inputs_of_the_english(welsh: dict[str, Message]) -> None:
    checked = 0
    for code, part in registered():
        said = str(welsh[part].string) if part in welsh else ""
        if said:
            assert fields(said) == fields(part), (code, said)
            checked += 1
    assert checked > 500


def of_these_apps() -> set[str]:
    found: set[str] = set()
    for app in IN_WELSH:
        for file in (HERE / "apps" / app).rglob("*.py"):
            texts = extract(sentences, BytesIO(file.read_bytes()), keywords={})  # type: ignore[arg-type]
            found |= {text for _l, text, _c, _x in texts if isinstance(text, str)}
    return found


def test_what_is_refused_about_finding_a_home_is_told_in_welsh(welsh: dict[str, Message]) -> None:
    """All but one in twenty: a draft follows what it is drawn from."""
    texts = of_these_apps()
    missing = sorted(text for text in texts if not (text in welsh and welsh[text].string))
    assert len(missing) * 20 < len(texts), missing[:20]


def test_a_refusal_is_presented_in_the_readers_language() -> None:
    refused = Refused("This referral cannot be changed", [Reason("referral.no_child", {"field": "child"})])
    english = present(refused.reasons[0])
    with translation.override("cy"):
        told = present(refused.reasons[0])
        heading = heading_of(refused)
    assert english.title == "No child is named"
    assert told.title != english.title and told.fact != english.fact and told.who == "Chi"
    assert isinstance(heading, str) and refused.what == "This referral cannot be changed"


@pytest.mark.django_db
def test_everybody_is_told_in_their_own_language() -> None:
    body = CommissioningBodyFactory()
    reads, speaks = UserFactory(language="en"), UserFactory(language="cy")
    day = dt.date(2026, 12, 2)
    with translation.override("cy"):  # whoever acts reads Welsh: nobody else has to
        title = saying("The placement panel was moved to %(held_on)s", held_on=day)
        tell([reads, speaks], body=body, title=title, text="Typed by a person.", url="/panels/")
    told = {n.user_id: n for n in Notice.objects.all()}
    assert told[reads.pk].title == title == "The placement panel was moved to 2 Dec 2026"
    assert told[speaks.pk].title == "Symudwyd y panel lleoliadau i 2 Rhag 2026"
    assert {n.text for n in told.values()} == {"Typed by a person."}
    letters = {m.to: m for m in OutgoingMail.objects.all()}
    assert "Symudwyd" in letters[speaks.email].subject and "Sign in" not in letters[speaks.email].text
    assert "Sign in to read it" in letters[reads.email].text


@pytest.mark.parametrize("app", ["children", "inspections", *IN_WELSH])
def test_choices_are_words_of_the_catalogues(app: str) -> None:
    for model in apps.get_app_config(app).get_models():
        for field in model._meta.get_fields():
            for _value, label in getattr(field, "choices", None) or ():
                assert isinstance(label, Promise), (model, field, label)


def calls(app: str) -> Iterator[tuple[str, ast.Call]]:
    for file in (HERE / "apps" / app).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield f"{file.name}:{node.lineno}", node


@pytest.mark.parametrize("app", ["children", "inspections", *IN_WELSH])
def test_what_people_are_told_is_no_text_put_together_in_english(app: str) -> None:
    for where, call in calls(app):
        if getattr(call.func, "id", "").startswith("tell"):
            given = [*call.args, *(k.value for k in call.keywords if k.arg in ("title", "text"))]
            assert not any(isinstance(g, ast.JoinedStr) for g in given), where
