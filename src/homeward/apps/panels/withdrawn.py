"""Referrals withdrawn after the agenda was frozen: shown as such, asked nothing, and taking no place."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.core.periods import say_day
from homeward.apps.panels.models import Panel, PanelItem
from homeward.apps.referrals.models import Referral


def standing_items(panel: Panel) -> Any:
    """Items that have an outcome and whose referral still stands: one withdrawn since takes no place any more."""
    rows = panel.items.exclude(outcome="").exclude(referral__state=Referral.State.WITHDRAWN)
    return rows.select_related("referral")


def withdrawn_words(item: PanelItem) -> str:
    """When and why the referral was withdrawn, where it was since the agenda was frozen; empty where it stands."""
    referral = item.referral
    if referral.state != Referral.State.WITHDRAWN:
        return ""
    told = {"day": say_day(timezone.localtime(referral.since).date()), "why": referral.note}
    return _("Withdrawn %(day)s: %(why)s") % told if referral.note else _("Withdrawn %(day)s") % told
