"""The individual contract as a paper: parties, child, home, price, extras, who pays, outcomes, notice, and two places to sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from homeward.apps.core.models import Signature
from homeward.apps.core.periods import say_day
from homeward.apps.core.signatures import signatures_of
from homeward.apps.decisions.facts import needed_sides
from homeward.apps.decisions.models import Contract, ContractChild, ExtraCost
from homeward.apps.searches.models import Invitation
from homeward.web import papers
from homeward.web.dates import long_date, moment
from homeward.web.numbers import money

Json = dict[str, Any]


@dataclass(frozen=True)
class Signed:
    """One side's signature, as the copy for the record names it."""

    side: str
    name: str
    capacity: str
    when: str
    digest: str


def signed_of(contract: Contract) -> list[Signed]:
    if contract.document is None:
        return []
    return [Signed(s.side, s.name, s.capacity, _when(s), s.digest) for s in signatures_of(contract.document)]


def _when(signature: Signature) -> str:
    if signature.manner == Signature.Manner.PAPER:
        return _("%(day)s on paper, witnessed by %(name)s") % {
            "day": long_date(signature.signed_on), "name": signature.witness_label,
        }  # fmt: skip
    return moment(signature.signed_at)


def contract_paper(contract: Contract, *, signed: Iterable[Signed] = ()) -> bytes:
    """A tagged PDF: the same bytes while the terms stay the same. With `signed` the copy for the record."""
    return papers.compile_paper("paper", contract_data(contract, list(signed)), lang=get_language() or "en")


def contract_data(contract: Contract, signed: list[Signed]) -> Json:
    decision = contract.decision
    home, body = decision.offer.home, contract.body
    children = list(ContractChild.objects.filter(contract=contract).select_related("child").order_by("pk"))
    names = ", ".join(_name(c) for c in children)
    return papers.paper(
        title=_("Individual contract %(reference)s") % {"reference": contract.reference},
        caption=_("%(home)s of %(provider)s") % {"home": home.name, "provider": contract.organisation.name},
        running=_("%(provider)s, contract %(reference)s")
        % {"provider": contract.organisation.name, "reference": contract.reference},
        version=contract.reference,
        date=timezone.localdate(contract.drawn_at),
        author=body.name,
        facts=[
            papers.pair(_("Between"), body.name),
            papers.pair(_("And"), contract.organisation.name),
            papers.pair(_("Called off under"), called_off_under(contract)),
            papers.pair(_("For"), names),
            papers.pair(_("Legal status"), contract.legal_status),
            papers.pair(_("Responsible authority"), body.name),
            papers.pair(_("Home"), home.name),
            papers.pair(_("Registration"), home.urn or "–"),
            papers.pair(_("First night"), say_day(decision.start_on)),
            papers.pair(_("Intended end"), say_day(decision.ends_on) if decision.ends_on else _("open")),
        ],
        sections=[
            papers.section(_("Price"), _price(contract, children)),
            papers.section(_("Extras"), [_extras(contract)]),
            papers.section(_("What the placement is to bring about"), [_points(contract.outcomes)]),
            papers.section(_("Notice"), [papers.text(_notice(contract))]),
            papers.section(_("Absences"), [papers.text(contract.absences)]),
            papers.section(_("Yearly review of the price"), [papers.text(contract.uplift)]),
            papers.section(_("Variation"), [papers.text(contract.variation)]),
            papers.section(_("Signatures"), [_alone(contract), signature_places(contract, signed)]),
        ],
        foot=_("Children named here: keep it as you keep their file."),
    )  # fmt: skip


def _name(child: ContractChild) -> str:
    named = f"{child.child.given_name} {child.child.family_name}".strip() or child.child.reference
    born = child.child.born_on
    return _("%(name)s, born %(day)s") % {"name": named, "day": say_day(born)} if born else named


def _price(contract: Contract, children: list[ContractChild]) -> list[Json | None]:
    currency = contract.body.currency
    weekly = money(contract.weekly, currency)
    rows = [
        (_("Children’s services"), money(contract.care, currency)),
        (_("Education"), money(contract.education, currency)),
        (_("Health"), money(contract.health, currency)),
    ]
    columns = [papers.column(_("Paid by"), wide=1), papers.column(_("A week"), numeric=True)]
    parts = [
        papers.text(
            _("%(weekly)s a week, for all children together. It buys: %(buys)s")
            % {"weekly": weekly, "buys": contract.buys}
        ),
        papers.table(columns, rows, foot=(_("Together"), weekly)),
    ]  # fmt: skip
    if len(children) > 1:
        columns = [papers.column(_("Child"), wide=1), papers.column(_("A week"), numeric=True)]
        parts.append(papers.table(columns, [(_name(c), money(c.weekly, currency)) for c in children]))
    parts.append(
        papers.text(
            _("Each night costs a seventh of the weekly price. No source gives this figure: it is a placeholder."), muted=True
        )
    )  # fmt: skip
    return parts


def _extras(contract: Contract) -> Json | None:
    rows = [
        (e.words, money(e.weekly, contract.body.currency), say_day(e.starts_on), say_day(e.ends_on))
        for e in ExtraCost.objects.filter(contract=contract).order_by("starts_on", "pk")
    ]
    if not rows:
        return papers.text(_("None."))
    columns = [
        papers.column(_("What for"), wide=1), papers.column(_("A week"), numeric=True), papers.column(_("From")),
        papers.column(_("No longer from")),
    ]  # fmt: skip
    return papers.table(columns, rows)


def _points(text: str) -> Json | None:
    return papers.points([papers.item(line.strip()) for line in text.splitlines() if line.strip()])


def _notice(contract: Contract) -> str:
    said = _("Either side gives %(days)s days of notice of a planned end. A child who is not safe is moved at once.") % {
        "days": contract.notice_days,
    }  # fmt: skip
    if not contract.notice_is_placeholder:
        return said
    return f"{said} {_('No source gives these days: they are a placeholder.')}"


def called_off_under(contract: Contract) -> str:
    """The framework, or what stands in its place."""
    if contract.decision.offer.invitation.route == Invitation.Route.IN_HOUSE:
        return _("none; the home is the authority’s own")
    return contract.umbrella or _("no framework; the framework’s terms hold")


def _alone(contract: Contract) -> Json | None:
    if len(needed_sides(contract)) > 1:
        return None
    said = _(
        "The home is the authority’s own: the authority signs alone. No source says who signs; this is a placeholder."
    )
    return papers.text(said, muted=True)


def signature_places(contract: Contract, signed: list[Signed]) -> Json:
    """A place for each side whose signature the contract needs; with `signed` who has signed."""
    names = {"body": contract.body.name, "provider": contract.organisation.name}
    return papers.signatures([_place(side, names[side], signed) for side in needed_sides(contract)])


def _place(side: str, name: str, signed: list[Signed]) -> Json:
    own = next((s for s in signed if s.side == side), None)
    head = _("For %(name)s") % {"name": name}
    if own is None:
        return papers.signature(
            head, [(_("Name"), ""), (_("Signed as"), ""), (_("Signature"), ""), (_("Date"), "")]
        )
    return papers.signature(
        head,
        [
            (_("Name"), own.name), (_("Signed as"), own.capacity), (_("Signed"), own.when),
            (_("SHA-256 of the paper signed"), own.digest),
        ],
    )  # fmt: skip
