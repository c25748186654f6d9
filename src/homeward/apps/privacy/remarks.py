"""What is said on a child's page: the statements of correction attached to the record, and where it was given to others."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.children.models import Child
from homeward.apps.children.remarks import Remark, remark_source
from homeward.apps.core.periods import say_day
from homeward.apps.privacy import queries
from homeward.apps.privacy.models import AccessRequest, Disclosure


@remark_source
def statements(actor: Actor, child: Child) -> Iterator[Remark]:
    """A statement is read with the record by everybody who reads the record; the request behind it is not."""
    for row in queries.statements_on(child):
        day = say_day(row.body.day_of(row.statement_at)) if row.statement_at else ""
        head = _("Statement of correction, %(day)s, about: %(what)s.") % {
            "day": day,
            "what": row.what.rstrip("."),
        }
        own = actor.holds(P.PRIVACY_READ)
        address = reverse("correction", args=[row.public_id]) if own else ""
        yield Remark(head, row.statement, "warn", address, _("Read the request") if own else "")


@remark_source
def given(actor: Actor, child: Child) -> Iterator[Remark]:
    """How often something about the child was given to somebody outside."""
    if not actor.holds(P.DISCLOSURE_READ) or actor.is_provider:
        return
    rows = queries.disclosures(actor).filter(child=child, state=Disclosure.State.RECORDED)
    count, newest = rows.count(), rows.order_by("-given_on", "-pk").first()
    if newest is None:
        text = _("Nothing about this child is recorded as given to anybody outside.")
    else:
        text = ngettext(
            "%(n)s disclosure, on %(day)s to %(recipient)s.",
            "%(n)s disclosures, the last on %(day)s to %(recipient)s.",
            count,
        ) % {"n": count, "day": say_day(newest.given_on), "recipient": newest.recipient.rstrip(".")}
    address = f"{reverse('disclosures')}?q={child.reference}" if count else ""
    if not count and actor.holds(P.DISCLOSURE_WRITE):
        yield Remark(
            _("Disclosure log."),
            text,
            "info",
            f"{reverse('record_disclosure')}?child={child.reference}",
            _("Record one"),
        )
    else:
        yield Remark(_("Disclosure log."), text, "info", address, _("Read them") if address else "")


@remark_source
def open_requests(actor: Actor, child: Child) -> Iterator[Remark]:
    """Requests under way, for those who answer them."""
    if not actor.holds(P.PRIVACY_READ):
        return
    for row in (
        queries.requests(actor)
        .filter(child=child, state__in=AccessRequest.OPEN)
        .order_by("received_on", "pk")
    ):
        words = _("%(reference)s, received on %(day)s: %(state)s.") % {
            "reference": row.reference, "day": say_day(row.received_on), "state": str(row.get_state_display()).lower(),
        }  # fmt: skip
        yield Remark(
            _("Access request."), words, "info", reverse("access_request", args=[row.public_id]), _("Open it")
        )
