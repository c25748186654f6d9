"""What people type about what follows a decision: the first touchpoint, work done, reviews, the care model summary."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.approvals.forms import one_of, views_of, words
from homeward.apps.approvals.reviews import OUTCOMES
from homeward.apps.approvals.templates import DOMAINS
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.web.fields import DateField


class TransitionForm(RecordForm):
    """Each part writes its own lines; the others are left out."""

    lead_invited_on = DateField(label=_("Lead invited to the first touchpoint on"), required=False)
    touchpoint_on = DateField(label=_("First Partnership Touchpoint on"), required=False)
    celebrated_on = DateField(label=_("Celebrated on"), required=False)

    def __init__(self, *args: Any, keep: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - keep:
            del self.fields[name]


class TaskForm(RecordForm):
    done_on = DateField(label=_("Done on"))
    text = words(_("What was done, and where it stands"), rows=4)


class ReviewForm(RecordForm):
    """What the two-yearly review came to. The outcome is a judgment; nothing works it out."""

    reported_on = DateField(label=_("Day of the report"))
    outcome = one_of(_("Outcome"), [])
    reasons = words(_("Reasons"), rows=6)
    safety = words(
        _("Why this outcome, where Safety is not yet in place"), required=False,
        hint=_("Needed where the view of Safety is “Not yet in place”."),
    )  # fmt: skip
    agency = words(_("What was found about the agency’s own part"), required=False)
    look_again_on = DateField(
        label=_("Looked at again on"), required=False, help_text=_("Needed for a deferral.")
    )

    def __init__(self, *args: Any, body: CommissioningBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "outcome", choices_of(body, OUTCOMES, body.today))
        for code, title in choices_of(body, DOMAINS, body.today):
            self.fields[f"view_{code}"] = one_of(title, views_of(body), required=False)
        self.order_fields(
            ["reported_on", *(n for n in self.fields if n.startswith("view_")), "safety", "outcome"]
        )

    def given(self) -> dict[str, Any]:
        told = self.cleaned_data
        views = {name[5:]: view for name, view in told.items() if name.startswith("view_") and view}
        return {"views": views, **{n: v for n, v in told.items() if not n.startswith("view_")}}


class CommentForm(RecordForm):
    text = words(_("Your comment"), rows=6, hint=_("It is printed with the outcome, as you write it."))


class CareModelSubmitForm(RecordForm):
    changed = words(_("What changed since the version before, and why"), required=False)

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["changed"]


class RemarkForm(RecordForm):
    remark = words(_("What you say to it"), required=False, hint=_("The partner reads it."))


class WishForm(RecordForm):
    remark = words(_("What you wish for"), rows=5, hint=_("The partner reads it, and writes on."))
