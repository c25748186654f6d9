"""One way to answer a form: ask the service, show its reasons at the fields they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homeward.apps.core.refusals import Refused, present

T = TypeVar("T")


class RecordForm(forms.Form):
    """A form over a service. `aliases` lead from the field a check names to the field the page shows."""

    aliases: Mapping[str, str] = {}

    def field_of(self, reason_field: str) -> str | None:
        name = self.aliases.get(reason_field, reason_field)
        return name if name in self.fields else None


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Give a choice field what can be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def ask(form: RecordForm, do: Callable[[], T]) -> T | None:
    """What the service answers, or None with its reasons put into the form.

    A refusal with a reason that no field of the page can lift (a locked quarter, a missing permission) goes on to
    the refusal page, where all reasons stand together.
    """
    try:
        return do()
    except Refused as refused:
        placed = [(form.field_of(str(r.inputs.get("field", ""))), r) for r in refused.reasons]
        if any(name is None for name, _ in placed):
            raise
        for name, reason in placed:
            sentence = present(reason)
            form.add_error(name, f"{sentence.fact} {sentence.lift}")
        return None


def edit(
    request: HttpRequest,
    form: RecordForm,
    do: Callable[[dict[str, Any]], T],
    done: Callable[[T], tuple[str, str]],
    **page: Any,
) -> HttpResponse:
    """Show a form, or hand what was entered to a service.

    `do` gets the cleaned data; `done` turns the result into the sentence to say and the address to go to. `page`
    is what the template shows: heading, and optionally caption, lede, crumbs, verb, back, facts, template.
    """
    if request.method == "POST" and form.is_valid():
        result = ask(form, lambda: do(form.cleaned_data))
        if result is not None:
            said, address = done(result)
            messages.success(request, said)
            return HttpResponseRedirect(address)
    context = {
        "caption": "",
        "lede": "",
        "crumbs": [],
        "verb": "",
        "back": "",
        "facts": [],
        "notes": [],
    } | page
    return render(
        request,
        page.get("template", "core/edit.html"),
        context | {"form": form, "form_errors": bool(form.errors)},
    )


def crumb(text: Any, name: str, *args: Any) -> dict[str, str]:
    return {"text": str(text), "href": reverse(name, args=args)}


def initial_of(thing: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}
