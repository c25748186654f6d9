"""Names sort and are found whatever way a long vowel is written, also where no folded column stands beside them."""

from __future__ import annotations

import pytest
from django.db.models import F, Value
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.apps.accounts.models import CommissioningBody
from homeward.kernel.folding import fold
from homeward.web.folded import Folded
from homeward.web.lists import Column, ListPage
from tests.factories.accounts import CommissioningBodyFactory

pytestmark = pytest.mark.django_db
NAMES = ("Zed", "Ōtara", "ana", "Aroha", "Āwhina", "Oma", "Whānau Ora")


def test_a_long_vowel_sorts_with_the_short_one() -> None:
    for name in NAMES:
        CommissioningBodyFactory(name=name)
    page = ListPage(name="x", columns=(Column("name", "Name", lambda b: b.name, sort="name"),), order="name")
    rows = CommissioningBody.objects.filter(name__in=NAMES)
    shown = [r.name for r in page.listing(RequestFactory().get("/"), rows).records]
    assert shown == ["ana", "Aroha", "Āwhina", "Oma", "Ōtara", "Whānau Ora", "Zed"]
    back = [r.name for r in page.listing(RequestFactory().get("/?sort=-name"), rows).records]
    assert back == shown[::-1]


@pytest.mark.parametrize("typed", ["whanau", "Whānau", "WHAANAU", "wha\u0304nau o"])
def test_a_word_is_found_in_either_spelling_and_stays_as_it_is(typed: str) -> None:
    for name in NAMES:
        CommissioningBodyFactory(name=name)
    found = CommissioningBody.objects.filter(name__in=NAMES, name__folds=typed)
    assert [b.name for b in found] == ["Whānau Ora"]
    assert not CommissioningBody.objects.filter(name__in=NAMES, name__folds="%").exists()


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.sampled_from("aāeēAĀ ōoOŌüñkŵ'%_"), max_size=12))
def test_the_database_folds_as_the_house_does(text: str) -> None:
    CommissioningBodyFactory()
    told = CommissioningBody.objects.annotate(f=Folded(Value(text))).values_list(F("f"), flat=True)[0]
    assert " ".join(told.split()) == fold(text)
