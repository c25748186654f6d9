"""What people enter about providers and homes. Every rule stands in checks.py; a form only asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import known_in
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of, code_list
from homeward.apps.geography.models import Area
from homeward.apps.providers.models import Home, Provider
from homeward.web.fields import DateField

SHORT = forms.TextInput(attrs={"class": "govuk-input--width-10"})


class ProviderForm(RecordForm):
    name = forms.CharField(
        label=_("Name"),
        help_text=_(
            "As it is registered. A provider that another body already deals with is found by its name."
        ),
    )
    business_number = forms.CharField(label=_("Business number"), required=False, widget=SHORT)
    reference = forms.CharField(
        label=_("Provider number"), help_text=_("Your own number for this provider."), widget=SHORT
    )
    start = DateField(label=_("First day"), help_text=_("Since when you deal with it, for example 1 7 2026."))
    registration = forms.CharField(
        label=_("Registration of its service"), required=False, max_length=40, widget=SHORT,
        help_text=_("By the inspectorate. Carer households live under it; a home has a number of its own."),
    )  # fmt: skip
    is_in_house = forms.BooleanField(
        label=_("It is your own service"),
        required=False,
        help_text=_(
            "Its carers and homes are in-house: a search begins there, and you keep their vacancies."
        ),
    )
    contact_name = forms.CharField(label=_("Contact name"), required=False)
    contact_email = forms.CharField(label=_("Contact e-mail"), required=False, widget=forms.EmailInput)
    contact_phone = forms.CharField(label=_("Contact telephone"), required=False, widget=SHORT)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not known_in(P.VACANCY_READ, actor.body.pack):
            del self.fields["registration"]  # asked where homes are found and compared


class LastDayForm(RecordForm):
    """Something ends: people name the last day, the record keeps the first day after it."""

    aliases = {"on": "last_day"}
    last_day = DateField(
        label=_("Last day"), help_text=_("The last day it is still there, for example 31 12 2026.")
    )


class HomeForm(RecordForm):
    """A home; remoteness is asked only when it is added."""

    provider = forms.ChoiceField(label=_("Provider"))
    reference = forms.CharField(
        label=_("Home number"), help_text=_("The number by which files name this home."), widget=SHORT
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_(
            "A name that does not say where it is. The address of a carer household is not kept here."
        ),
    )
    kind = forms.ChoiceField(label=_("Kind of home"), choices=Home.Kind.choices, widget=forms.RadioSelect)
    places = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=0,
        help_text=_("Leave empty while it is not known."),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    urn = forms.CharField(
        label=_("Registration number"),
        required=False,
        help_text=_("Where the home is registered."),
        widget=SHORT,
    )
    opened_on = DateField(label=_("First day open"), required=False)
    remoteness = forms.ChoiceField(label=_("Remoteness class"), required=False)
    edition = forms.CharField(
        label=_("Edition"),
        required=False,
        help_text=_("The edition of the geography the class was read from."),
    )
    aliases = {"code": "remoteness", "start": "opened_on"}

    def __init__(self, *args: Any, actor: Actor, home: Home | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = code_list(actor.body, "remoteness_classes")
        if home is not None or known is None:
            del self.fields["remoteness"], self.fields["edition"]
        else:
            offer(
                self,
                "remoteness",
                [
                    ("", _("Not known")),
                    *choices_of(actor.body, "remoteness_classes", actor.today),
                ],
            )
            self.fields["edition"].initial = known.edition
        self.providers = {p.public_id: p for p in providers_for(actor)}
        if home is not None and home.provider_id:
            del self.fields["provider"]
        else:
            offer(
                self,
                "provider",
                [
                    ("", _("Choose one")),
                    *((k, str(p)) for k, p in self.providers.items()),
                ],
            )
            self.fields["provider"].required = home is None

    def clean_provider(self) -> Provider | None:
        return self.providers.get(self.cleaned_data["provider"])


class RemotenessForm(RecordForm):
    code = forms.ChoiceField(label=_("Remoteness class"))
    edition = forms.CharField(
        label=_("Edition"), help_text=_("The edition of the geography the class was read from.")
    )
    start = DateField(
        label=_("From"),
        help_text=_("The first night the class holds, for example the day the household moved."),
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        help_text=_("Where the class was read, such as the address register."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = code_list(actor.body, "remoteness_classes")
        offer(
            self,
            "code",
            [
                ("", _("Choose one")),
                *choices_of(actor.body, "remoteness_classes", actor.today),
            ],
        )
        self.fields["edition"].initial = known.edition if known else ""


class PlaceForm(RecordForm):
    """Where a home is. A postcode is enough where the table knows it; else a point or an area, with the source."""

    postcode = forms.CharField(
        label=_("Postcode"),
        required=False,
        help_text=_("Enough where the table knows it. Only those who keep this home see it."),
        widget=SHORT,
        max_length=10,
    )
    easting = forms.IntegerField(
        label=_("Easting"),
        required=False,
        help_text=_("In metres of the national grid. Leave empty while it is not known."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
    )
    northing = forms.IntegerField(
        label=_("Northing"),
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=200,
        help_text=_("Where it was read, for what is given by hand: a map, the registration certificate."),
    )
    start = DateField(label=_("From"), help_text=_("The first day the home was there."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        rows = Area.objects.filter(body=actor.body).order_by("name")
        self.areas = {a.public_id: a for a in rows}
        offer(
            self,
            "area",
            [
                ("", _("By the postcode, or not known")),
                *((k, a.called(language)) for k, a in self.areas.items()),
            ],
        )

    def clean_area(self) -> Area | None:
        return self.areas.get(self.cleaned_data["area"])


class ConfirmHomeForm(RecordForm):
    provider = forms.ChoiceField(
        label=_("Provider"), required=False, help_text=_("Leave empty while it is not known.")
    )

    def __init__(self, *args: Any, actor: Actor, home: Home, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.providers = {p.public_id: p for p in providers_for(actor)}
        if home.provider_id:
            del self.fields["provider"]
        else:
            offer(
                self,
                "provider",
                [
                    ("", _("Not known")),
                    *((k, str(p)) for k, p in self.providers.items()),
                ],
            )

    def clean_provider(self) -> Provider | None:
        return self.providers.get(self.cleaned_data["provider"])


def providers_for(actor: Actor) -> list[Provider]:
    """Providers a home may be given to: those the actor sees that have not ended."""
    rows = Provider.objects.visible_to(actor).filter(end=None).select_related("organisation")
    return list(rows.order_by("organisation__search_key"))
