"""What people enter about documents and signatures. Every rule stands in the services; a form only asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.documents import types
from homeward.apps.core.documents.limits import in_words, limits
from homeward.apps.core.forms import RecordForm, offer
from homeward.web.fields import DateField


def file_field(label: Any, *, required: bool = True) -> forms.FileField:
    """One file. What it is and whether it is taken is for the service to say; an empty one gets its own reason."""
    return forms.FileField(
        label=label,
        required=required,
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": types.ACCEPT}),
        help_text=_("%(taken)s, at most %(most)s. Author, dates, places and other hidden data are taken out.")
        % {"taken": types.TAKEN, "most": in_words(limits().bytes)},
    )


class AddDocumentForm(RecordForm):
    kind = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        help_text=_("In your words. Do not name a child; a reference will do."),
    )

    def __init__(self, *args: Any, kinds: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = file_field(_("File"))
        offer(self, "kind", [(kind.code, kind.label) for kind in kinds])
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0].code


class ReplaceDocumentForm(RecordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = file_field(_("New file"))


class WithdrawDocumentForm(RecordForm):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)


class SignForm(RecordForm):
    """Name, password, and a one-time code for who has one set up."""

    typed_name = forms.CharField(label=_("Your full name"), max_length=120)
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput,
        strip=False,
        help_text=_("The one you sign in with."),
    )
    code = forms.CharField(
        label=_("One-time code"), max_length=40, help_text=_("From your authenticator, or a recovery code."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "one-time-code"}),
    )  # fmt: skip

    def __init__(self, *args: Any, name: str, asks_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed_name"].help_text = _("As it stands here: %(name)s.") % {"name": name}
        if not asks_code:
            del self.fields["code"]


class SignedPaperForm(RecordForm):
    side = forms.ChoiceField(label=_("Who signed the paper"), widget=forms.RadioSelect)
    signer_name = forms.CharField(label=_("Name on the paper"), max_length=120)
    capacity = forms.CharField(
        label=_("Signed as"), max_length=200, help_text=_("Role and organisation, as the paper says.")
    )
    signed_on = DateField(label=_("Date on the paper"))

    def __init__(self, *args: Any, sides: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = file_field(_("Scan of the signed paper"))
        offer(self, "side", sides)


class WitnessForm(RecordForm):
    compared = forms.BooleanField(
        label=_(
            "I have compared the scan with the document: it is the same paper, signed by the person named."
        ),
    )
