"""Every component of the shell with invented content, for those who build pages.

Served only in development.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission
from homeward.web import gallery_samples as samples
from homeward.web.charts import share_over_quarters, share_story
from homeward.web.fields import DateField, MoneyField


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Name of the home", help_text="As it stands on the agreement.")
    email = forms.EmailField(label="E-mail", required=False)
    places = forms.IntegerField(
        label="Places",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    amount = MoneyField(
        label="Unit price",
        widget=forms.NumberInput(attrs={"prefix": "$", "suffix": "per night"}),
    )
    start = DateField(label="First night", help_text="For example, 27 3 2026.")
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), ("home", "Residential home")])
    who = forms.ChoiceField(
        label="Which home?",
        widget=forms.RadioSelect,
        choices=[("a", "Household 22"), ("b", "Household 31"), ("c", "Household 14")],
    )
    days = forms.MultipleChoiceField(
        label="Days",
        widget=forms.CheckboxSelectMultiple,
        choices=[("mon", "Monday"), ("tue", "Tuesday")],
    )
    why = forms.CharField(
        label="Reason",
        widget=forms.Textarea,
        help_text="The provider may ask to read this.",
    )
    file = forms.FileField(label="Letter")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    sure = forms.BooleanField(label="I have read the statement")


def _form(request: HttpRequest) -> SampleForm:
    wrong = {
        "name": "",
        "start_day": "31",
        "start_month": "6",
        "start_year": "2026",
        "who": "b",
    }
    return SampleForm(wrong) if "errors" in request.GET else SampleForm(auto_id="f_%s")


@page(Permission.PUBLIC)
def gallery(request: HttpRequest) -> HttpResponse:
    """All components on one page; `?errors` shows the form with its errors."""
    context: dict[str, Any] = {name: value for name, value in vars(samples).items() if name.isupper()}
    form = _form(request)
    context |= {
        "form": form,
        "form_errors": bool(form.errors),
        "show": request.GET.get("show", "picture"),
        "story": share_story(samples.POINTS, edges=samples.EDGES),
        "listing": samples.listing(request),
        "actor": getattr(request, "actor", None) or samples.ACTOR,
        "nav_items": samples.NAV,
        "crumbs": samples.CRUMBS,
        "inbox_count": 3,
        "demo": True,
    }
    return render(request, "web/gallery.html", context)


@page(Permission.PUBLIC)
def refusal(request: HttpRequest) -> HttpResponse:
    """The refusal page with four reasons."""
    context = {
        "actor": samples.ACTOR,
        "nav_items": samples.NAV,
        "crumbs": samples.CRUMBS,
        "demo": True,
    }
    return render(request, "web/gallery_refusal.html", context | {"REASONS": samples.REASONS})


@page(Permission.PUBLIC)
def chart(request: HttpRequest, size: str) -> HttpResponse:
    """The sample picture: wide, narrow or small."""
    drawn = share_over_quarters(samples.POINTS, edges=samples.EDGES if size != "small" else (), size=size)  # type: ignore[arg-type]
    return HttpResponse(drawn.svg, content_type="image/svg+xml")
