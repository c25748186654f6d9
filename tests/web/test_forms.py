"""Every kind of field becomes its component, with label, hint, error and id joined as they should be."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import engines
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from homeward.web.fields import DateField, MoneyField
from homeward.web.forms import error_list
from tests.web.markup import all_of, one, parse, text_of

CHOICES = [("a", "Household 22"), ("b", "Household 31")]


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the agreement.")
    email = forms.EmailField(label="E-mail", required=False)
    places = forms.IntegerField(label="Places")
    price = MoneyField(label="Price", widget=forms.NumberInput(attrs={"prefix": "$", "suffix": "per night"}))
    start = DateField(label="First night")
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), *CHOICES])
    which = forms.ChoiceField(label="Which home?", choices=CHOICES, widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(label="Days", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    why = forms.CharField(label="Reason", widget=forms.Textarea)
    letter = forms.FileField(label="Letter")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    sure = forms.BooleanField(label="I have read it", help_text="All of it.")
    token = forms.CharField(widget=forms.HiddenInput)


def draw(form, name):
    template = engines["jinja2"].env.from_string(
        '{% from "web/components/forms.html" import field %}{{ field(form[name]) }}'
    )
    return parse(template.render(form=form, name=name))


@pytest.mark.parametrize(
    ("name", "tag", "attributes"),
    [
        ("name", "input", {"type": "text", "class_": "govuk-input"}),
        ("email", "input", {"type": "email"}),
        ("places", "input", {"type": "text", "inputmode": "numeric"}),
        ("price", "input", {"type": "text", "inputmode": "decimal"}),
        ("kind", "select", {}),
        ("why", "textarea", {"rows": "4"}),
        ("letter", "input", {"type": "file"}),
        ("secret", "input", {"type": "password", "autocomplete": "current-password"}),
        ("sure", "input", {"type": "checkbox"}),
    ],
)
def test_each_widget_has_its_component_and_its_label(name, tag, attributes):
    tree = draw(Sample(), name)
    field = one(tree, tag, name=name, **attributes)
    assert field.get("id") == f"id_{name}"
    assert text_of(one(tree, "label", for_=f"id_{name}"))


def test_a_hidden_field_stays_hidden():
    tree = draw(Sample(), "token")
    assert one(tree, "input", type="hidden", name="token").get("id") == "id_token"
    assert not all_of(tree, "label")


def test_hint_and_error_are_joined_to_the_input():
    tree = draw(Sample({"name": ""}), "name")
    assert one(tree, "input").get("aria-describedby") == "id_name-hint id_name-error"
    assert text_of(one(tree, id="id_name-hint")) == "As on the agreement."
    assert "Name: fill this in." in text_of(one(tree, id="id_name-error"))


def test_an_optional_field_says_so_and_a_required_one_does_not():
    assert "E-mail (optional)" in text_of(draw(Sample(), "email"))
    assert "optional" not in text_of(draw(Sample(), "name"))


def test_money_shows_its_currency_and_its_unit():
    tree = draw(Sample(), "price")
    assert text_of(one(tree, class_="govuk-input__prefix")) == "$"
    assert text_of(one(tree, class_="govuk-input__suffix")) == "per night"


@pytest.mark.parametrize(("name", "kind", "chosen"), [("which", "radio", "b"), ("days", "checkbox", ["a"])])
def test_choices_are_a_group_with_a_legend_and_keep_what_was_chosen(name, kind, chosen):
    tree = draw(Sample(MultiValueDict({name: chosen if isinstance(chosen, list) else [chosen]})), name)
    assert text_of(one(one(tree, "fieldset"), "legend"))
    boxes = all_of(tree, "input", type=kind)
    assert [box.get("id") for box in boxes] == [f"id_{name}", f"id_{name}-2"]
    assert [box.get("value") for box in boxes if box.get("checked") is not None] == [chosen[0]]


def test_a_select_keeps_its_choice():
    tree = draw(Sample({"kind": "b"}), "kind")
    assert [option.get("value") for option in all_of(tree, "option", selected="")] == ["b"]


def test_a_tick_carries_its_hint():
    tree = draw(Sample(), "sure")
    assert one(tree, "input").get("aria-describedby") == "id_sure-item-hint"


def test_a_date_is_three_named_inputs_in_a_group():
    tree = draw(Sample(initial={"start": date(2026, 7, 1)}), "start")
    assert [(i.get("name"), i.get("id"), i.get("value")) for i in all_of(tree, "input")] == [
        ("start_day", "id_start-day", "1"),
        ("start_month", "id_start-month", "7"),
        ("start_year", "id_start-year", "2026"),
    ]
    assert text_of(one(one(tree, "fieldset", role="group"), "legend")) == "First night"


def test_the_summary_names_each_field_and_leads_to_its_input():
    form = Sample({"start_day": "31", "start_month": "6", "start_year": "2026"})
    form.add_error(None, "The home is closed.")
    errors = error_list(form)
    assert (errors[0].text, errors[0].href) == ("The home is closed.", "")
    found = {error.href: error.text for error in errors}
    assert found["#id_name"] == "Name: fill this in."
    assert found["#id_which"] == "Which home?: choose one."
    assert found["#id_start-day"] == "The date must be a real one, such as 27 3 2026."
    ids = {element.get("id") for name in form.fields for element in draw(form, name).iter()}
    assert {href[1:] for href in found if href} <= ids


def _date(**parts):
    class One(forms.Form):
        start = DateField()

    data = {f"start_{name}": value for name, value in parts.items()}
    form = One({"start": parts["whole"]} if "whole" in parts else data)
    return form.cleaned_data["start"] if form.is_valid() else form.errors["start"][0]


@pytest.mark.parametrize(
    "parts",
    [
        {"day": "1", "month": "7", "year": "2026"},
        {"day": "01", "month": "Jul", "year": "2026"},
        {"day": "1", "month": "july", "year": "2026"},
        {"whole": "2026-07-01"},
    ],
)
def test_a_date_is_understood_as_people_write_it(parts):
    assert _date(**parts) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"day": "31", "month": "6", "year": "2026"}, "must be a real one"),
        ({"day": "1", "month": "", "year": "2026"}, "must include a month"),
        ({"day": "1", "month": "7", "year": "26"}, "must have 4 figures"),
        ({"day": "31", "month": "12", "year": "9999"}, "must lie between 1900 and 2199"),
        ({"day": "1", "month": "1", "year": "0001"}, "must lie between 1900 and 2199"),
        ({"day": "1", "month": "Juli", "year": "2026"}, "must be a real one"),
        ({"whole": "2026-06-31"}, "must include a month"),
        ({"day": "", "month": "", "year": ""}, "required"),
    ],
)
def test_a_wrong_date_says_what_is_wrong(parts, said):
    assert said in str(_date(**parts))


def test_months_of_the_pages_language_are_understood():
    with translation.override("cy"):
        assert _date(day="1", month="Gorffennaf", year="2026") == date(2026, 7, 1)


@pytest.mark.parametrize("text", ["1408.70", "$1,408.70", "1 408.70", " 1408.7 "])
def test_money_is_understood_as_people_type_it(text):
    assert MoneyField().clean(text) == Decimal("1408.70")


@pytest.mark.parametrize("text", ["1.005", "twelve", "NaN"])
def test_money_with_half_cents_or_words_is_refused(text):
    with pytest.raises(ValidationError):
        MoneyField().clean(text)
