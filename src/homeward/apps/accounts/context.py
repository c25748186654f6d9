"""What the frame of every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.inbox import notices_of
from homeward.web.words import message

# Address name, words, and the permission without which it is not shown; in the order of a working day. Without words
# of its own an entry reads as the pack calls those things (its message `nav.…`).
NAVIGATION: tuple[tuple[str, Any, P], ...] = (
    ("start", _("Start"), P.MEMBER),
    ("applications", _("Applications"), P.APPLICATION_READ),
    ("accreditations", _("Accreditations"), P.ACCREDITATION_READ),
    ("data_returns", _("Data exchange"), P.EXCHANGE_READ),
    ("agreements", "", P.AGREEMENT_READ),
    ("referrals", _("Referrals"), P.REFERRAL_READ),
    ("home_searches", _("Searches"), P.SEARCH_READ),
    ("decisions", _("Decisions"), P.DECISION_READ),
    ("panels", _("Panels"), P.PANEL_READ),
    ("invitations_to_offer", _("Asked for a home"), P.INVITATION_ANSWER),
    ("frameworks", _("Frameworks"), P.FRAMEWORK_READ),
    ("own_standings", _("Frameworks"), P.SCORE_QUERY),
    ("statements", "", P.STATEMENT_READ),
    ("funding", _("Funding"), P.FUNDING_READ),
    ("payments", _("Payments"), P.PAYMENT_READ),
    ("accruals", _("Accruals"), P.ACCRUAL_READ),
    ("invoices", _("Invoices"), P.INVOICE_READ),
    ("acquittals", _("Acquittals"), P.ACQUITTAL_READ),
    ("file_layouts", _("Payment files"), P.FINANCE_SETUP),
    ("meetings", _("Meetings"), P.MEETING_READ),
    ("providers", "", P.PROVIDER_READ),
    ("homes", "", P.HOME_READ),
    ("children", "", P.CHILD_READ),
    ("placements", "", P.PLACEMENT_READ),
    ("restrictions", _("Restrictions"), P.RESTRICTION_READ),
    ("inspections", _("Inspections"), P.INSPECTION_READ),
    ("vacancies", _("Vacancies"), P.VACANCY_READ),
    ("evidence", _("Documents outside frameworks"), P.EVIDENCE_READ),
    ("imports", _("Imports"), P.IMPORT_READ),
    ("privacy", _("Privacy"), P.PRIVACY_READ),
    ("disclosures", _("Disclosure log"), P.DISCLOSURE_READ),
    ("breaches", _("Breaches"), P.BREACH_READ),
    ("rules", _("Rules"), P.POLICY_PROPOSE),
    ("people", _("People"), P.MEMBERSHIP_READ),
    ("jobs", _("Jobs and mail"), P.MAIL_READ),
    ("audit", _("Audit"), P.AUDIT_READ),
)

# What belongs together opens as one entry, for whoever has more entries than stand in one row.
ONE_ROW = 9
GROUPS: tuple[tuple[Any, frozenset[str]], ...] = (
    (
        _("Finding a home"),
        frozenset(
            {
                "referrals",
                "home_searches",
                "decisions",
                "panels",
                "frameworks",
                "vacancies",
                "evidence",
                "invitations_to_offer",
                "own_standings",
            }
        ),
    ),
    (_("Money"), frozenset({"funding", "payments", "accruals", "invoices", "acquittals", "file_layouts"})),
    (
        _("Care"),
        frozenset(
            {
                "providers",
                "homes",
                "children",
                "placements",
                "restrictions",
                "inspections",
                "imports",
                "disclosures",
            }
        ),
    ),
    (_("Administration"), frozenset({"rules", "people", "jobs", "audit", "privacy", "breaches"})),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, inbox count, body and demo mark for `web/base.html`."""
    actor = getattr(request, "actor", None)
    context: dict[str, Any] = {"actor": actor, "demo": settings.DEMO, "nav_items": [], "inbox_count": 0}
    if actor is None:
        return context
    for name, words, permission in NAVIGATION:
        if permission is P.MEMBER or actor.holds(permission):
            try:
                href = reverse(name)
            except NoReverseMatch:
                continue
            text = words or message(actor.body.pack, get_language() or "en", f"nav.{name}")
            context["nav_items"].append({"name": name, "text": text, "href": href, "current": False})
    _mark_current(context["nav_items"], request.path)
    context["nav_items"] = _grouped(context["nav_items"])
    context["inbox_count"] = notices_of(actor).filter(read_at=None).count()
    return context


def _mark_current(items: list[dict[str, Any]], path: str) -> None:
    """Mark the entry the page stands under: of several, the one whose address is the longest."""
    above = [i for i in items if path == i["href"] or (i["href"] != "/" and path.startswith(i["href"]))]
    if above:
        max(above, key=lambda i: len(i["href"]))["current"] = True


def _grouped(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries in one row: those of a group under its words, where the first of them stood."""
    if len(items) <= ONE_ROW:
        return items
    row: list[dict[str, Any]] = []
    for item in items:
        words, names = next(((w, n) for w, n in GROUPS if item["name"] in n), ("", frozenset()))
        mine = [i for i in items if i["name"] in names]
        if len(mine) < 2:
            row.append(item)
        elif item is mine[0]:
            row.append({"text": words, "items": mine, "current": any(i["current"] for i in mine)})
    return row
