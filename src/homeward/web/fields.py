"""Form fields of the house: dates in three parts, and money as people type it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext_lazy as _

PARTS = ("day", "month", "year")
# Nothing here happened before or is planned after; a year outside is a slip of the keys.
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


class DateParts(forms.MultiWidget):
    """Day, month and year as three inputs named `<name>_day`, `<name>_month`, `<name>_year`.

    A single `<name>=2026-07-01` is understood too, so that an address or a test can carry a date shortly.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            value = parse_date(value)
        return [value.day, value.month, value.year] if value else [None, None, None]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Any]:
        parts = [data.get(f"{name}_{part}") for part in PARTS]
        if not any(parts) and data.get(name):
            try:
                whole = parse_date(str(data[name]).strip())
            except ValueError:
                whole = None
            return [whole.day, whole.month, whole.year] if whole else [data[name], None, None]
        return parts

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}_{part}" in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_


class DateField(forms.MultiValueField):
    """A calendar date. Says which part is missing, and that 31 June is not a date."""

    widget = DateParts
    default_error_messages: ClassVar = {
        "missing": _("The date must include a %(parts)s."),
        "unreal": _("The date must be a real one, such as 27 3 2026."),
        "year": _("The year must have 4 figures."),
        "far": _("The year must lie between %(first)s and %(last)s."),
    }

    def __init__(self, **kwargs: Any) -> None:
        fields = tuple(forms.CharField(required=False) for _part in PARTS)
        super().__init__(fields, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        texts = [str(part).strip() if part not in (None, "") else "" for part in value or [None] * 3]
        if not any(texts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self._date(texts)

    def _date(self, texts: list[str]) -> date:
        names = (_("day"), _("month"), _("year"))
        missing = [str(name) for name, text in zip(names, texts, strict=True) if not text]
        if missing:
            raise self._error("missing", parts=", ".join(missing))
        day, month, year = texts
        if not (year.isdecimal() and len(year) == 4):
            raise self._error("year")
        try:
            found = date(int(year), _month_number(month), int(day))
        except ValueError:
            raise self._error("unreal") from None
        if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            raise self._error("far", first=str(EARLIEST_YEAR), last=str(LATEST_YEAR))
        self.run_validators(found)
        return found

    def _error(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.clean(data))
        except ValidationError:
            return True


class MoneyField(forms.DecimalField):
    """An amount with at most two decimals; "$1,408.70" and "1 408.70" are understood."""

    def __init__(self, *, max_digits: int = 14, decimal_places: int = 2, **kwargs: Any) -> None:
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().lstrip("$£€").replace(",", "").replace(" ", "").replace("\u00a0", "")
        return super().to_python(value)


def _month_number(text: str) -> int:
    """7, "07", "Jul" or "July"; in the language of the page too."""
    if text.isdecimal():
        return int(text)
    wanted = text.casefold()
    for names in (MONTHS, MONTHS_3):
        for number, name in names.items():
            if str(name).casefold() == wanted or wanted in _ENGLISH[number]:
                return number
    raise ValueError(text)


# Months in English are understood in every language of the page.
_ENGLISH = {
    1: ("january", "jan"), 2: ("february", "feb"), 3: ("march", "mar"), 4: ("april", "apr"),
    5: ("may",), 6: ("june", "jun"), 7: ("july", "jul"), 8: ("august", "aug"),
    9: ("september", "sep", "sept"), 10: ("october", "oct"), 11: ("november", "nov"), 12: ("december", "dec"),
}  # fmt: skip
