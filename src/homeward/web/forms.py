"""A Django form field becomes the parameters of one accessible component.

The macro `field` in components/forms.html asks :func:`field_params` which component to draw and with what.
Ids and names stay Django's, so errors, tests and scripts find them; error messages and hints are joined to
their input by the component (`<id>-error`, `<id>-hint`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeData
from django.utils.translation import gettext

from homeward.web.fields import PARTS, DateParts

Params = dict[str, Any]
_TYPES = {"email": "email", "tel": "tel", "url": "url"}
# Attributes the component sets itself, or that only make sense on Django's own markup.
_OWN_ATTRS = {
    "class", "prefix", "suffix", "rows", "cols", "step", "min", "max", "id", "required", "autocomplete",
    "placeholder", "aria-describedby",
}  # fmt: skip
_DJANGO_ROWS = "10"  # what Django writes when nobody chose


@dataclass(frozen=True)
class Drawn:
    """Which component draws a field, and with what: "input", "select", "date", "hidden" …"""

    kind: str
    params: Params


@dataclass(frozen=True)
class FormError:
    """One line of the error summary. ``href`` leads to the input; empty for an error of the whole form."""

    text: str
    href: str


def field_params(
    bound: BoundField,
    label: str = "",
    hint: str = "",
    classes: str = "",
    optional: bool = True,
) -> Drawn:
    """The component for a bound field. ``optional`` adds "(optional)" where the field may be empty."""
    widget = bound.field.widget
    if bound.is_hidden:
        return Drawn("hidden", {})
    kind = _kind(widget)
    params: Params = {"name": bound.html_name, "id": base_id(bound)}
    text = label or str(bound.label or "")
    if optional and not bound.field.required and kind != "checkbox":
        text = gettext("%(label)s (optional)") % {"label": text}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(_messages(bound))}
    if help_text := hint or bound.help_text:
        params["hint"] = _text(help_text)
    params["classes"] = " ".join(filter(None, (widget.attrs.get("class", ""), classes)))
    if kind in ("radios", "checkboxes", "checkbox"):
        params["classes"] += " govuk-radios--small" if kind == "radios" else " govuk-checkboxes--small"
    params["attributes"] = {name: value for name, value in widget.attrs.items() if name not in _OWN_ATTRS}
    return Drawn(
        "checkboxes" if kind == "checkbox" else kind,
        params | _BUILDERS[kind](bound, text),
    )


def base_id(bound: BoundField) -> str:
    """The id the component is built on; its parts add to it (`<id>-day`, `<id>-2`)."""
    return str(bound.auto_id or f"id_{bound.html_name}")


def error_list(form: Any, *, at_top: bool = False) -> list[FormError]:
    """Every error of a form, those of the whole form first, each with the address of its input.

    The frame of a page asks first, `at_top`, for what its context calls `form`: what is told there, above everything
    else of the page, is not told again further down.
    """
    if not isinstance(form, forms.BaseForm) or getattr(form, "told_at_top", False):
        return []
    if at_top:
        form.told_at_top = True  # type: ignore[attr-defined]
    errors = [FormError(str(error), "") for error in form.non_field_errors()]
    for bound in form:
        target = base_id(bound) + ("-day" if isinstance(bound.field.widget, DateParts) else "")
        errors += [FormError(message, f"#{target}") for message in _messages(bound)]
    return errors


def _messages(bound: BoundField) -> list[str]:
    """A field's errors. "This field is required" says nothing in a list at the top: the field is named."""
    standard = str(forms.Field.default_error_messages["required"])
    choosing = isinstance(bound.field.widget, forms.widgets.ChoiceWidget | forms.FileInput)
    needed = gettext("%(label)s: choose one.") if choosing else gettext("%(label)s: fill this in.")
    if isinstance(bound.field.widget, forms.CheckboxInput):
        needed = gettext("%(label)s: tick this to go on.")
    return [needed % {"label": bound.label} if error == standard else str(error) for error in bound.errors]


def _kind(widget: forms.Widget) -> str:
    for classes, kind in _KINDS:
        if isinstance(widget, classes):
            return kind
    raise TypeError(f"No component for {type(widget).__name__}. Add it to homeward.web.forms.")


def _text(value: Any) -> Params:
    return {"html": str(value)} if isinstance(value, SafeData) else {"text": str(value)}


def _shown(bound: BoundField) -> str:
    shown = bound.field.widget.format_value(bound.value())
    return "" if shown is None else str(shown)


def _input(bound: BoundField, label: str) -> Params:
    widget = bound.field.widget
    params: Params = {
        "label": {"text": label},
        "value": _shown(bound),
        "type": _TYPES.get(widget.input_type, "text"),
        "autocomplete": widget.attrs.get("autocomplete"),
    }
    if isinstance(widget, forms.NumberInput):
        whole = isinstance(bound.field, forms.IntegerField) and not isinstance(
            bound.field, forms.DecimalField
        )
        params["inputmode"] = "numeric" if whole else "decimal"
        params["spellcheck"] = False
    for side in ("prefix", "suffix"):
        if side in widget.attrs:
            params[side] = {"text": widget.attrs[side]}
    return params


def _textarea(bound: BoundField, label: str) -> Params:
    rows = str(bound.field.widget.attrs.get("rows", _DJANGO_ROWS))
    return {
        "label": {"text": label},
        "value": _shown(bound),
        "rows": "4" if rows == _DJANGO_ROWS else rows,
    }


def _password(bound: BoundField, label: str) -> Params:
    return {
        "label": {"text": label},
        "autocomplete": bound.field.widget.attrs.get("autocomplete", "current-password"),
    }


def _file(bound: BoundField, label: str) -> Params:
    return {"label": {"text": label}}


def _options(bound: BoundField) -> list[Params]:
    return [
        {
            "value": str(option.data["value"]),
            "text": str(option.data["label"]),
            "selected": option.data["selected"],
        }
        for option in bound.subwidgets
    ]


def _select(bound: BoundField, label: str) -> Params:
    return {"label": {"text": label}, "items": _options(bound)}


def _choices(bound: BoundField, label: str) -> Params:
    items = [{**option, "checked": option["selected"]} for option in _options(bound)]
    items = [item for item in items if item["value"] != "" or len(items) == 1]
    return {
        "fieldset": {"legend": {"text": label}},
        "items": items,
        "idPrefix": base_id(bound),
    }


def _checkbox(bound: BoundField, label: str) -> Params:
    item: Params = {
        "value": "on",
        "text": label,
        "checked": bool(bound.field.widget.check_test(bound.value())),
    }
    if bound.help_text:
        item["hint"] = _text(bound.help_text)
    return {"idPrefix": base_id(bound), "items": [item], "hint": None}


def _date(bound: BoundField, label: str) -> Params:
    value = bound.value()
    values = value if isinstance(value, list) else bound.field.widget.decompress(value)
    names = {"day": gettext("Day"), "month": gettext("Month"), "year": gettext("Year")}
    wrong = " govuk-input--error" if bound.errors else ""
    items = [
        {
            "id": f"{base_id(bound)}-{part}",
            "name": f"{bound.html_name}_{part}",
            "label": names[part],
            "value": "" if shown is None else str(shown),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
        }
        for part, shown in zip(PARTS, values, strict=True)
    ]
    return {"fieldset": {"legend": {"text": label}}, "items": items}


_KINDS: list[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str]] = [
    (DateParts, "date"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (forms.CheckboxSelectMultiple, "checkboxes"),  # before its parent, the radios
    (forms.RadioSelect, "radios"),
    (forms.SelectMultiple, "checkboxes"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.widgets.Input, "input"),
]

_BUILDERS = {
    "input": _input,
    "textarea": _textarea,
    "password": _password,
    "file": _file,
    "radios": _choices,
    "checkboxes": _choices,
    "select": _select,
    "checkbox": _checkbox,
    "date": _date,
}
