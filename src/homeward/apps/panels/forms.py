"""What people type at a panel: its day, who was there, interests, homes chosen, dissent, what somebody takes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.panels.models import Panel, PanelItem
from homeward.apps.panels.queries import members
from homeward.apps.panels.services import Put
from homeward.apps.providers.models import Home
from homeward.apps.searches.facts import candidates_of_vacancies
from homeward.web.fields import DateField

CHOOSE = ("", _("Choose one"))
NO_NAMES = _("No names of children: write Child A.")


def _people(rows: Sequence[User]) -> list[tuple[str, str]]:
    return [(u.public_id, u.name) for u in rows]


class PlanForm(RecordForm):
    """The day, the chair and the place of a panel."""

    held_on = DateField(label=_("Day of the panel"))
    chair = forms.ChoiceField(label=_("In the chair"))
    place = forms.CharField(
        label=_("Place or call"), required=False, max_length=160, help_text=_("A room, a number, an address.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {u.public_id: u for u in members(actor.body, P.PANEL_RUN)}
        offer(self, "chair", [CHOOSE, *_people(list(self.people.values()))])

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "held_on": data["held_on"],
            "chair": self.people[data["chair"]],
            "place": data["place"],
        }


class WhyForm(RecordForm):
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=400)


class CloseForm(RecordForm):
    summary = forms.CharField(
        label=_("What else was said"), required=False, widget=forms.Textarea(attrs={"rows": 5}), max_length=5000,
        help_text=_("It stands in the minutes. No names of children: write Child A, or the referral."),
    )  # fmt: skip


class AttendanceForm(RecordForm):
    """Those who sit on the panel, ticked, and names of others."""

    there = forms.MultipleChoiceField(
        label=_("Who was there"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Others"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=_("One name a line, with what they came as. No children."),
    )  # fmt: skip

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        rows = list(panel.attendance.filter(was_there=True).select_related("user"))
        initial = {
            "there": [a.user.public_id for a in rows if a.user],
            "others": "\n".join(a.name for a in rows if not a.user),
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.people = {u.public_id: u for u in members(panel.body)}
        offer(self, "there", _people(list(self.people.values())))

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"there": [self.people[key] for key in data["there"]], "others": data["others"].splitlines()}


class InterestForm(RecordForm):
    """Who is bound to which provider or home, and by what."""

    user = forms.ChoiceField(label=_("Who declares it"))
    firm = forms.ChoiceField(label=_("Provider"), required=False)
    home = forms.ChoiceField(label=_("Or one home only"), required=False)
    words = forms.CharField(
        label=_("What binds them"), widget=forms.Textarea(attrs={"rows": 3}), max_length=400,
        help_text=_("Such as “a sister works there”. It stands in the minutes."),
    )  # fmt: skip

    def __init__(self, *args: Any, panel: Panel, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"user": actor.user.public_id}, **kwargs})
        runs = actor.holds(P.PANEL_RUN)
        self.people = {u.public_id: u for u in members(panel.body) if runs or u.pk == actor.user.pk}
        offer(self, "user", _people(list(self.people.values())))
        homes = {
            h.public_id: h
            for h in homes_of(panel).select_related("organisation").order_by("search_key", "pk")
        }
        self.homes, self.firms = (
            homes,
            {h.organisation.public_id: h.organisation for h in homes.values() if h.organisation},
        )
        firms: list[Organisation] = sorted(self.firms.values(), key=lambda o: o.name)
        offer(self, "firm", [("", _("None")), *((o.public_id, o.name) for o in firms)])
        offer(self, "home", [("", _("None")), *((key, h.name) for key, h in homes.items())])

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "user": self.people[data["user"]], "words": data["words"], "firm": self.firms.get(data["firm"]),
            "home": self.homes.get(data["home"]),
        }  # fmt: skip


def homes_of(panel: Panel) -> Any:
    """The homes an interest can be in: those of the agenda, or all with a vacancy while it is not frozen."""
    agenda = getattr(panel, "agenda", None)
    if agenda is not None:
        return Home.objects.filter(public_id__in=agenda.content["homes"])
    return Home.objects.filter(public_id__in=[c.id for _, c in candidates_of_vacancies(panel.body)])


class DecideForm(RecordForm):
    """Agree, change or refuse; a change names a home for all, or for each child where they may be parted."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("The panel"), widget=forms.RadioSelect, choices=[])
    reason = forms.CharField(
        label=_("Why not as proposed"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=400,
        help_text=NO_NAMES,
    )  # fmt: skip

    def __init__(
        self, *args: Any, item: PanelItem, homes: Sequence[tuple[str, str]], children: Sequence[tuple[str, str]], apart: bool,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        now = item.decided_at.isoformat() if item.decided_at else ""
        initial: dict[str, Any] = {"seen": now, "outcome": item.outcome, "reason": item.reason}
        self.children, self.apart = [key for key, _ in children], apart
        for place in item.places:
            initial["home"] = place["home"]
            initial |= {f"home_{child}": place["home"] for child in place["children"]}
        super().__init__(*args, **{"initial": initial, **kwargs})
        offer(self, "outcome", [(o.value, WORDS[o]) for o in PanelItem.Outcome])
        named = (
            [("home", _("Home instead"))] if not apart else [(f"home_{key}", name) for key, name in children]
        )
        for name, label in named:
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[CHOOSE, *homes])
        self.aliases = {"home": named[0][0]}

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "outcome": data["outcome"],
            "reason": data["reason"],
            "seen": data["seen"],
            "places": self._places(),
        }

    def _places(self) -> list[Put]:
        data = self.cleaned_data
        if data["outcome"] != PanelItem.Outcome.CHANGED:
            return []
        if not self.apart:
            return [Put(data["home"], tuple(self.children))] if data["home"] else []
        by_home: dict[str, list[str]] = {}
        for child in self.children:
            if home := data[f"home_{child}"]:
                by_home.setdefault(home, []).append(child)
        return [Put(home, tuple(group)) for home, group in by_home.items()]


WORDS = {
    PanelItem.Outcome.AGREED: _("Agrees as proposed"),
    PanelItem.Outcome.CHANGED: _("Changes it to another home"),
    PanelItem.Outcome.REFUSED: _("Refuses it; the search goes on"),
}


class DissentForm(RecordForm):
    user = forms.ChoiceField(label=_("Who dissents"))
    words = forms.CharField(
        label=_("What they said"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=400,
        help_text=NO_NAMES,
    )

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = panel.attendance.filter(was_there=True).exclude(user=None).select_related("user")
        self.people = {a.user.public_id: a.user for a in rows if a.user}
        offer(self, "user", [CHOOSE, *_people(list(self.people.values()))])


class TakeOnForm(RecordForm):
    """Who does what by when."""

    about = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(
        label=_("What is to be done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=NO_NAMES,
    )
    owner = forms.ChoiceField(label=_("Who does it"))
    due_on = DateField(label=_("By when"))

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {i.public_id: i for i in panel.items.select_related("referral")}
        self.people = {u.public_id: u for u in members(panel.body)}
        offer(
            self,
            "about",
            [("", _("The panel as a whole")), *((k, i.referral.reference) for k, i in self.items.items())],
        )
        offer(self, "owner", [CHOOSE, *_people(list(self.people.values()))])

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "text": data["text"], "owner": self.people[data["owner"]], "due_on": data["due_on"],
            "item": self.items.get(data["about"]),
        }  # fmt: skip
