"""What `core` keeps, on pages: the inbox of every member, jobs, letters, and the trail.

The pages stand here and not in `core`, because a page needs to know who asks, and `core` stands below that.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.models import User
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.trail import jobs_of, letters_of
from homeward.apps.core import inbox as notices
from homeward.apps.core import outbox
from homeward.apps.core.models import JobRun, OutgoingMail
from homeward.web.dates import moment
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

JOB_STATES = {"waiting": "info", "running": "info", "done": "ok", "failed": "bad"}
MAIL_STATES = {"waiting": "info", "sent": "ok", "failed": "bad"}


# Inbox ------------------------------------------------------------------------------------------------


@page(P.MEMBER)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What a person was told, newest first; unread ones first of all."""
    found = notices.notices_of(actor_of(request))
    unread, read = list(found.filter(read_at=None)[:200]), list(found.exclude(read_at=None)[:100])
    return render(request, "core/inbox.html", {"unread": unread, "read": read})


@page(P.MEMBER)
@require_POST
def read_notice(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mark one as read and go where it leads."""
    actor = actor_of(request)
    notice = get_object_or_404(notices.notices_of(actor), public_id=public_id)
    notices.mark_read(notice=notice, by=actor)
    follow = request.POST.get("go") and url_has_allowed_host_and_scheme(notice.url, {request.get_host()})
    return redirect(notice.url if follow else "inbox")


@page(P.MEMBER)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    count = notices.mark_all_read(by=actor_of(request))
    messages.success(
        request,
        ngettext("%(n)s notice is marked as read.", "%(n)s notices are marked as read.", count)
        % {"n": count},
    )
    return redirect("inbox")


# Jobs -------------------------------------------------------------------------------------------------


class JobFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=JobRun.State.choices, empty_label=_("All"))

    class Meta:
        model = JobRun
        fields = ()


JOBS = ListPage(
    name="jobs",
    columns=(
        Column(
            "label",
            _("Job"),
            lambda j: j.label,
            sort="label",
            href=lambda j: reverse("job", args=[j.public_id]),
        ),
        Column(
            "state",
            _("State"),
            lambda j: j.get_state_display(),
            sort="state",
            tag=lambda j: JOB_STATES[j.state],
        ),
        Column(
            "done",
            _("Done"),
            lambda j: j.done if j.total else None,
            numeric=True,
            sub=lambda j: _("of %(n)s") % {"n": j.total} if j.total else "",
        ),
        Column("message", _("Says"), lambda j: j.message),
        Column(
            "created",
            _("Started"),
            lambda j: moment(j.created_at),
            sort="created_at",
            export=lambda j: j.created_at,
        ),
        Column(
            "finished",
            _("Finished"),
            lambda j: moment(j.finished_at) if j.finished_at else None,
            sort="finished_at",
            export=lambda j: j.finished_at,
        ),
    ),
    filters=JobFilter,
    search=lambda rows, text: rows.filter(label__folds=text),
    search_label=_("What the job does"),
    order="-created",
    counted=lambda n: ngettext("%(n)s job", "%(n)s jobs", n) % {"n": number(n)},
    empty=_("No job has run yet. Imports and closing a quarter run as jobs."),
)


@page(P.MEMBER)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """The jobs of the body for those who watch them; otherwise one's own."""
    actor = actor_of(request)
    actions = (
        [{"text": _("Letters"), "href": reverse("mail"), "secondary": True}]
        if actor.holds(P.MAIL_READ)
        else []
    )
    return JOBS.respond(request, jobs_of(actor), heading=_("Jobs"), actions=actions)


@page(P.MEMBER)
@require_safe
def job(request: HttpRequest, public_id: str) -> HttpResponse:
    """One job and how far it is. With a script the part that moves is fetched by itself."""
    actor = actor_of(request)
    run = get_object_or_404(jobs_of(actor), public_id=public_id)
    starter = User.objects.filter(pk=run.user_id).first() if run.user_id else None
    context = {
        "run": run,
        "job": _progress(run),
        "state": (run.get_state_display(), JOB_STATES[run.state]),
        "starter": starter,
        "shows_error": actor.holds(P.JOB_READ),
        "crumbs": [{"text": _("Jobs"), "href": reverse("jobs")}],
    }
    partial = request.headers.get("HX-Request") == "true"
    return render(request, "core/job_progress.html" if partial else "core/job.html", context)


def _progress(run: JobRun) -> dict[str, Any]:
    waiting = _("It waits for its turn.") if run.state == JobRun.State.WAITING else ""
    return {
        "title": run.get_state_display(),
        "done": min(run.done, run.total),
        "total": run.total,
        "words": run.message or waiting,
        "finished": run.state == JobRun.State.DONE,
        "failed": run.state == JobRun.State.FAILED,
    }


# Letters ----------------------------------------------------------------------------------------------


class MailFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=OutgoingMail.State.choices, empty_label=_("All")
    )

    class Meta:
        model = OutgoingMail
        fields = ()


MAIL = ListPage(
    name="letters",
    columns=(
        Column(
            "to", _("To"), lambda x: x.to, sort="to", href=lambda x: reverse("letter", args=[x.public_id])
        ),
        Column("subject", _("Subject"), lambda x: x.subject),
        Column(
            "state",
            _("State"),
            lambda x: x.get_state_display(),
            sort="state",
            tag=lambda x: MAIL_STATES[x.state],
        ),
        Column("attempts", _("Tries"), lambda x: x.attempts, sort="attempts", numeric=True),
        Column("error", _("Error"), lambda x: x.error[:160]),
        Column(
            "created",
            _("Written"),
            lambda x: moment(x.created_at),
            sort="created_at",
            export=lambda x: x.created_at,
        ),
    ),
    filters=MailFilter,
    search=lambda rows, text: rows.filter(Q(to__icontains=text) | Q(subject__folds=text)),
    search_label=_("Address or subject"),
    order="-created",
    counted=lambda n: ngettext("%(n)s letter", "%(n)s letters", n) % {"n": number(n)},
    empty=_("No letter has been written yet."),
)


@page(P.MAIL_READ)
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Letters that wait, went, or failed; not their words, which may hold a link that opens an account."""
    crumbs = [{"text": _("Jobs"), "href": reverse("jobs")}]
    rows = letters_of(actor_of(request))
    failed = rows.filter(state=OutgoingMail.State.FAILED).count()
    lede = (
        ngettext("%(n)s letter failed.", "%(n)s letters failed.", failed) % {"n": failed}
        if failed
        else _("No letter has failed.")
    )
    return MAIL.respond(request, rows, heading=_("Letters"), crumbs=crumbs, lede=lede)


@page(P.MAIL_READ)
@require_safe
def letter(request: HttpRequest, public_id: str) -> HttpResponse:
    """One letter: to whom, what about, what went wrong."""
    found = get_object_or_404(letters_of(actor_of(request)), public_id=public_id)
    crumbs = [{"text": _("Jobs"), "href": reverse("jobs")}, {"text": _("Letters"), "href": reverse("mail")}]
    context = {
        "letter": found,
        "state": (found.get_state_display(), MAIL_STATES[found.state]),
        "crumbs": crumbs,
    }
    return render(request, "core/letter.html", context | {"limit": outbox.ATTEMPTS})


@page(P.MAIL_READ)
@require_POST
def send_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Try a failed letter once more."""
    actor = actor_of(request)
    found = get_object_or_404(letters_of(actor), public_id=public_id)
    outbox.send_again(mail=found, by=actor)
    messages.success(request, _("The letter waits again and leaves within a minute."))
    return redirect("letter", public_id=public_id)
