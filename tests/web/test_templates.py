"""The environment refuses silence, and the frame holds nothing inline."""

import re
from pathlib import Path

import jinja2
import pytest
from django.template import engines
from django.template.loader import render_to_string

ROOT = Path("src/homeward")
JINJA = sorted(path for path in ROOT.rglob("*.html") if "jinja2" in path.parts)
TEMPLATES = [*JINJA, *sorted((ROOT / "web/templates").rglob("*.html"))]


def render(source, **context):
    return engines["jinja2"].env.from_string(source).render(**context)


@pytest.mark.parametrize("source", ["{{ nothing }}", "{% if nothing %}{% endif %}", "{{ thing.nothing }}"])
def test_a_misspelt_name_or_attribute_is_an_error(source):
    with pytest.raises(jinja2.UndefinedError):
        render(source, thing=object())


def test_a_missing_key_of_a_mapping_is_empty_because_the_macros_ask_for_them():
    assert render("{{ thing.nothing }}{% if thing.other %}x{% endif %}", thing={}) == ""


def test_text_is_escaped_in_pages_and_components():
    evil = "<script>alert(1)</script>"
    html = render('{% from "web/components/tag.html" import tag %}{{ tag(text) }}', text=evil)
    assert "<script>" not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_no_template_holds_an_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text) and "<style" not in text
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)


@pytest.mark.parametrize("path", JINJA, ids=str)
def test_every_page_compiles(path):
    engines["jinja2"].env.parse(path.read_text())


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_pages_need_nothing_from_the_request(name):
    html = render_to_string(f"{name}.html")
    assert html.count("<h1>") == 1 and "<title>" in html


def test_the_page_for_what_is_not_there_names_no_address_and_no_reason():
    told = {"request_path": "/children/abc", "exception": "hidden"}
    assert render_to_string("404.html", told) == render_to_string("404.html")


def test_the_title_begins_with_error_when_a_form_has_errors():
    assert "<title>Error: Help - Homeward</title>" in render_to_string("web/help.html", {"form_errors": True})
    assert "<title>Help - Homeward</title>" in render_to_string("web/help.html")


@pytest.mark.parametrize("language", ["cy", "mi"])
def test_a_page_in_a_draft_language_says_so(language):
    from django.utils import translation

    with translation.override(language):
        html = render_to_string("web/help.html")
    assert f'<html lang="{language}"' in html and "hw-tag--ph" in html.rsplit("<footer", 1)[1]
    assert "hw-tag--ph" not in render_to_string("web/help.html").rsplit("<footer", 1)[1]
