"""The paper of a contract's variation: what changes and from when, and the places to sign. It names no child."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from homeward.apps.core.periods import say_day
from homeward.apps.decisions.models import ContractVariation
from homeward.apps.decisions.papers import signature_places
from homeward.apps.decisions.varying import Terms, replaced_by, terms_of
from homeward.web import papers
from homeward.web.numbers import money

Json = dict[str, Any]


def before_and_after(variation: ContractVariation) -> tuple[Terms, Terms]:
    """The terms it takes the place of, and its own."""
    terms = terms_of(variation.contract, also=variation)
    place = next(n for n, held in enumerate(terms) if held.variation is variation)
    return terms[place - 1], terms[place]


def variation_paper(variation: ContractVariation) -> bytes:
    """A tagged PDF: the same bytes while the terms stay the same."""
    return papers.compile_paper("paper", variation_data(variation), lang=get_language() or "en")


def variation_data(variation: ContractVariation) -> Json:
    contract = variation.contract
    told = {"number": variation.number, "reference": contract.reference}
    return papers.paper(
        title=_("Variation %(number)s of contract %(reference)s") % told,
        caption=_("%(home)s of %(provider)s")
        % {"home": contract.decision.offer.home.name, "provider": contract.organisation.name},
        running=_("%(provider)s, contract %(reference)s, variation %(number)s")
        % {"provider": contract.organisation.name, **told},
        version=f"{contract.reference}/{variation.number}",
        date=timezone.localdate(variation.proposed_at),
        author=contract.body.name,
        facts=[
            papers.pair(_("Between"), contract.body.name),
            papers.pair(_("And"), contract.organisation.name),
            papers.pair(_("Contract"), contract.reference),
            papers.pair(_("Home"), contract.decision.offer.home.name),
            papers.pair(_("What it is"), variation.get_kind_display()),
            papers.pair(_("In force from"), _("%(day)s, without end") % {"day": say_day(variation.effective_on)}),
            *(papers.pair(_("Takes the place of"), _earlier(other)) for other in replaced_by(contract, variation.effective_on)),
        ],
        sections=[
            papers.section(_("What changes"), _changes(variation)),
            papers.section(_("Why"), [papers.text(variation.reason)]),
            papers.section(_("What stays"), [papers.text(_("Everything else of the contract stays as it was signed."))]),
            papers.section(_("Signatures"), [signature_places(contract, [])]),
        ],
    )  # fmt: skip


def _earlier(other: ContractVariation) -> str:
    return _("variation %(number)s, in force from %(day)s") % {
        "number": other.number,
        "day": say_day(other.effective_on),
    }


def _changes(variation: ContractVariation) -> list[Json | None]:
    before, after = before_and_after(variation)
    currency = variation.contract.body.currency
    rows = [
        (label, money(getattr(before, name), currency), money(getattr(after, name), currency))
        for name, label in (
            ("care", _("Children’s services")), ("education", _("Education")), ("health", _("Health"))
        )
    ]  # fmt: skip
    columns = [
        papers.column(_("A week, for all children together"), wide=1), papers.column(_("Until then"), numeric=True),
        papers.column(_("From %(day)s") % {"day": say_day(variation.effective_on)}, numeric=True),
    ]  # fmt: skip
    foot = (_("Together"), money(before.weekly, currency), money(after.weekly, currency))
    parts = [papers.table(columns, rows, foot=foot)]
    if after.buys != before.buys:
        parts.append(papers.text(_("It buys from then on: %(buys)s") % {"buys": after.buys}))
    parts.append(papers.text(
        _("Each night costs a seventh of the weekly price. No source gives this figure: it is a placeholder."), muted=True
    ))  # fmt: skip
    return parts
