"""The referral as a paper for one invited provider: letters for names, age bands for birthdays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from homeward.apps.core.vocabulary import label_of
from homeward.apps.referrals.content import rows_of
from homeward.apps.referrals.letters import by_letter
from homeward.apps.referrals.sections import SECTIONS
from homeward.apps.searches.models import Invitation
from homeward.web import papers
from homeward.web.dates import long_date, moment

Json = dict[str, Any]


def referral_name(invitation: Invitation) -> str:
    """The file's name, without its ending."""
    return f"referral-{invitation.search.referral.reference}-version-{invitation.version.number}"


def referral_paper(invitation: Invitation) -> bytes:
    """The version this invitation asks about, as a tagged PDF marked with whom it was given to."""
    return papers.compile_paper("paper", referral_data(invitation), lang=get_language() or "en")


def referral_data(invitation: Invitation) -> Json:
    content, version, body = invitation.version.content, invitation.version, invitation.body
    reference = content["reference"]
    return papers.paper(
        title=_("Referral %(reference)s") % {"reference": reference}, caption=body.name,
        running=_("%(reference)s, for %(provider)s only") % {"reference": reference, "provider": invitation.organisation.name},
        version=_("Version %(number)s") % {"number": version.number}, date=timezone.localdate(version.made_at), author=body.name,
        facts=[
            papers.pair(_("Given to"), invitation.organisation.name),
            papers.pair(_("Home needed by"), long_date(dt.date.fromisoformat(content["needed_by"]))),
            papers.pair(_("Urgency"), label_of(body, "urgencies", content["urgency"])),
            papers.pair(_("Answer by"), moment(timezone.localtime(invitation.answer_by))),
        ],
        sections=[_children(content), _needs(content), *_written(invitation)],
        foot=_("SHA-256 %(digest)s. Names follow when a home is on the shortlist.") % {"digest": version.digest[:16]},
    )  # fmt: skip


def _children(content: Json) -> Json:
    lines = [
        ", ".join(part for part in (by_letter(c["letter"]), c["age"], c["sex"]) if part)
        for c in content["children"]
    ]
    return papers.section(_("The children"), [papers.points(papers.item(line) for line in lines)])


def _needs(content: Json) -> Json:
    columns = [
        papers.column(_("Weight")),
        papers.column(_("Need"), wide=2),
        papers.column(_("Where it comes from"), wide=1),
    ]
    rows = [
        [_("Must") if n["weight"] == "must" else _("Should"), n["text"], n["source"]]
        for n in content["needs"]
    ]
    return papers.section(_("What the home must and should be"), [papers.table(columns, rows)])


def _written(invitation: Invitation) -> list[Json]:
    referral, content = invitation.search.referral, invitation.version.content
    return [
        papers.section(
            str(s.title),
            [papers.pairs(papers.pair(label, value) for label, value in rows_of(referral, content["sections"][s.code], s.code))],
        )
        for s in SECTIONS
        if content["sections"].get(s.code)
    ]  # fmt: skip
