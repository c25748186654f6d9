"""Forms of imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.intake.kinds.registry import KINDS
from homeward.apps.intake.readers import LIMITS, GivenFile
from homeward.web.fields import DateField


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several. Size is asked before a byte is read into memory."""

    widget = FilesInput(attrs={"multiple": "multiple", "accept": ".csv,.xlsx,.zip"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = (data or [None]) if isinstance(data, list | tuple) else [data]
        files = [super(FilesField, self).clean(one, initial) for one in given]
        if sum(file.size for file in files) > LIMITS.bytes:
            most = LIMITS.bytes // 1_000_000
            raise forms.ValidationError(_("The files are larger than %(most)s MB together.") % {"most": most})
        return files


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("What the file holds"), widget=forms.RadioSelect)
    file = FilesField(
        label=_("File"),
        help_text=_(
            "CSV in UTF-8, or XLSX. For the statutory return give episodes and header together, or one ZIP with both."
        ),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [k for k in KINDS.values() if k.is_for(actor)]
        self.fields["kind"].choices = [(k.id, k.title) for k in kinds]  # type: ignore[attr-defined]

    def given(self) -> list[GivenFile]:
        return [GivenFile(_own_name(file.name), file.read()) for file in self.cleaned_data["file"]]


def _own_name(name: str) -> str:
    """The name without any folder, short enough to show."""
    return name.replace("\\", "/").rsplit("/", 1)[-1][-120:] or "file"


class ConfirmForm(forms.Form):
    """One tick for each sort of warning; rows with a warning that is not ticked are left out."""

    ticked = forms.MultipleChoiceField(
        label=_("Warnings looked at"), widget=forms.CheckboxSelectMultiple, required=False
    )

    ALL = "every_warning"

    def __init__(self, *args: Any, warnings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [(self.ALL, _("Every warning of this file"))] if len(warnings) > 3 else []
        self.codes = [code for code, _words in warnings]
        self.fields["ticked"].choices = [*every, *warnings]  # type: ignore[attr-defined]

    def chosen(self) -> list[str]:
        ticked = self.cleaned_data["ticked"]
        return self.codes if self.ALL in ticked else ticked


class NightsForm(forms.Form):
    start = DateField(label=_("First night"))
    last = DateField(label=_("Last night"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("start") and values.get("last") and values["last"] < values["start"]:
            self.add_error("last", _("The last night lies before the first."))
        return values
