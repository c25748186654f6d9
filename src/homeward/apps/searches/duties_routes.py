"""What the other ways to a home ask of people: confirm what was told by telephone, decide, send and review documents."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.core.vocabulary import label_of
from homeward.apps.searches.models import Evidence, Offer, Search, Widening


@duty_source
def telephone_offers_to_confirm(actor: Actor) -> Iterator[Duty]:
    """The provider confirms what it said; the authority hears of it when the day has passed."""
    provider = actor.is_provider and actor.holds(P.INVITATION_ANSWER)
    if not provider and not actor.holds(P.SEARCH_WRITE):
        return
    rows = Offer.objects.visible_to(actor).filter(confirm_by__isnull=False, confirmed_at=None)
    rows = rows.exclude(state__in=(Offer.State.WITHDRAWN, Offer.State.CLOSED)).select_related(
        "invitation__search__referral", "home", "organisation"
    )
    if not provider:
        rows = rows.filter(confirm_by__lt=actor.today)
    for offer in rows.order_by("confirm_by", "pk"):
        told = {"home": offer.home.name, "referral": offer.invitation.search.referral, "who": offer.told_by}
        if provider:
            yield Duty(
                title=_("Confirm the offer of %(home)s for %(referral)s") % told,
                why=_("%(who)s gave it by telephone.") % told, verb=_("Confirm"),
                url=reverse("confirm_offer", args=[offer.public_id]), due=offer.confirm_by, kind="search.confirm",
            )  # fmt: skip
        else:
            yield Duty(
                title=_("Have the offer of %(home)s confirmed, %(referral)s") % told,
                why=_("%(provider)s has not confirmed what it said by telephone.") % {"provider": offer.organisation.name},
                verb=_("Open"), url=reverse("home_search", args=[offer.invitation.search.public_id]), due=offer.confirm_by,
                kind="search.confirm_overdue",
            )  # fmt: skip


@duty_source
def widenings_to_decide(actor: Actor) -> Iterator[Duty]:
    """Questions whether a search may go outside the framework, by somebody else."""
    if not actor.holds(P.SEARCH_WIDEN):
        return
    rows = Widening.objects.visible_to(actor).filter(state=Widening.State.ASKED).exclude(asked_by=actor.user)
    for row in rows.select_related("search__referral", "asked_by").order_by("asked_at"):
        yield Duty(
            title=_("Decide whether %(referral)s may go outside the framework") % {"referral": row.search.referral},
            why=_("%(name)s asks.") % {"name": row.asked_by.name}, verb=_("Decide"),
            url=reverse("decide_widening", args=[row.public_id]), due=row.search.referral.needed_by,
            since=timezone.localtime(row.asked_at).date(), kind="search.widen",
        )  # fmt: skip


@duty_source
def widened_searches(actor: Actor) -> Iterator[Duty]:
    """Agreed, and no provider outside is asked yet."""
    if not actor.holds(P.SEARCH_REQUEST):
        return
    rows = Widening.objects.visible_to(actor).filter(state=Widening.State.AGREED, evidence=None)
    for row in rows.exclude(search__state=Search.State.ENDED).select_related("search__referral"):
        yield Duty(
            title=_("Ask providers outside the framework, %(referral)s") % {"referral": row.search.referral},
            why=_("The head of service agreed."), verb=_("Choose"),
            url=reverse("ask_outside", args=[row.search.public_id]), due=row.search.referral.needed_by, kind="search.outside",
        )  # fmt: skip


@duty_source
def evidence_to_review(actor: Actor) -> Iterator[Duty]:
    """Documents that came and wait for a review; and those that never came, for whoever asks for them."""
    if actor.holds(P.EVIDENCE_REVIEW):
        rows = (
            Evidence.objects.visible_to(actor)
            .filter(state=Evidence.State.RECEIVED)
            .exclude(received_by=actor.user)
            .exclude(widening__search__state=Search.State.ENDED, widening__search__chosen=None)
        )
        for row in rows.select_related("organisation", "body").order_by("received_at"):
            assert row.received_at is not None
            yield Duty(
                title=_("Review a document of %(provider)s") % {"provider": row.organisation.name},
                why=label_of(row.body, "non_framework_evidence", row.kind), verb=_("Review"),
                url=reverse("review_evidence", args=[row.public_id]), due=None,
                since=timezone.localtime(row.received_at).date(), kind="evidence.review",
            )  # fmt: skip
    if actor.holds(P.EVIDENCE_WRITE):
        wanting = (Evidence.State.MISSING, Evidence.State.REJECTED)
        rows = (
            Evidence.objects.visible_to(actor)
            .filter(state__in=wanting)
            .exclude(widening__search__state=Search.State.ENDED)
        )
        waiting: dict[str, tuple[int, Evidence]] = {}
        for row in rows.select_related("organisation", "widening").order_by("pk"):
            count, first = waiting.get(row.organisation.name, (0, row))
            waiting[row.organisation.name] = (count + 1, first)
        for name, (count, first) in sorted(waiting.items()):
            assert first.widening.decided_at is not None
            yield Duty(
                title=_("Ask %(provider)s for its documents") % {"provider": name},
                why=_("%(count)s are missing or not in order.") % {"count": count}, verb=_("Open"), url=reverse("evidence"),
                due=None, since=timezone.localtime(first.widening.decided_at).date(), kind="evidence.receive",
            )  # fmt: skip
