"""The readiness template: opened for an application, answered as one goes, frozen when it is handed in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.approvals.journey import stands_at
from homeward.apps.approvals.models import Application, ReadinessAnswer, ReadinessTemplate, Submission
from homeward.apps.approvals.services.common import of, take
from homeward.apps.approvals.templates import VIEWS, Section, first_content, newest_template, sections_in
from homeward.apps.core import audit
from homeward.apps.core.checks import unknown_code
from homeward.apps.core.documents.queries import documents_of_each
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import code_list, is_code
from homeward.apps.core.writing import permit, service
from homeward.kernel.reasons import Reason

CANNOT_ANSWER = "This part of the template cannot be saved"
CANNOT_PUBLISH = "This version of the template cannot be published"


def template_in_force(kind: str, by: Actor) -> ReadinessTemplate:
    """The newest version of a template; as the pack begins it where the body has none. Asked inside a writing."""
    return newest_template(by.body, kind) or ReadinessTemplate.objects.create(
        body=by.body, kind=kind, number=1, content=first_content(by.body, kind), is_placeholder=True,
        published_by=by.user, reason="As the pack begins it",
    )  # fmt: skip


def asked_only(section: Section, answers: Mapping[str, str]) -> dict[str, str]:
    """What was said to the questions of a section, and to no others."""
    asked = {q.code for q in section.questions}
    return {code: text.strip() for code, text in answers.items() if code in asked}


def open_template(application: Application, by: Actor) -> None:
    """Give an application its sections, on the newest version of the body's template. Asked inside a writing."""
    template = template_in_force(ReadinessTemplate.Kind.READINESS, by)
    there = set(application.readinessanswers.values_list("section", flat=True))
    for section in sections_in(template.content):
        if section.code not in there:
            ReadinessAnswer.objects.create(
                **of(application), section=section.code, template=template, saved_by=by.user
            )


@service("save_section", CANNOT_ANSWER)
def save_section(
    *, application: Application, section: str, answers: Mapping[str, str], at_visit: bool = False, gap: str = "",
    gap_owner: str = "", gap_by: dt.date | None = None, own_view: str = "", by: Actor,
) -> ReadinessAnswer:  # fmt: skip
    """Keep what was written so far; nothing need be whole before the template is handed in.

    The partner writes, or the local adviser takes down what was said in talk; the record names who saved it.
    """
    take(application, by, P.APPLICATION_ANSWER, CANNOT_ANSWER)
    row = (
        ReadinessAnswer.objects.select_related("template")
        .filter(application=application, section=section)
        .first()
    )
    unknown = None
    if own_view and not is_code(application.body, VIEWS, own_view, by.today):
        found = code_list(application.body, VIEWS)
        unknown = unknown_code("own_view", "Your own view", own_view, found.codes if found else (), by.today)
    closed = stands_at(application, "COLLECTING")
    refuse_if(CANNOT_ANSWER, [closed, unknown])
    permit(row is not None, CANNOT_ANSWER)
    assert row is not None
    row.answers = asked_only(next(s for s in sections_in(row.template.content) if s.code == section), answers)
    row.at_visit, row.own_view = at_visit, own_view
    row.gap, row.gap_owner, row.gap_by = gap.strip(), gap_owner.strip(), gap_by
    row.saved_at, row.saved_by = timezone.now(), by.user
    row.save()
    audit.record(by, "save_section", application, section=section)
    return row


def freeze(application: Application, by: Actor) -> Submission:
    """Keep the whole template as it is handed in, with the digests of its evidence. Asked inside a writing."""
    rows = {row.section: row for row in application.readinessanswers.select_related("template")}
    kept = documents_of_each(rows.values(), by)
    first = next(iter(rows.values()))
    content = [
        {
            "section": section.code, "title": section.title,
            "questions": [
                {"question": q.text, "answer": rows[section.code].answers.get(q.code, "")} for q in section.questions
            ],
            "at_visit": rows[section.code].at_visit, "gap": rows[section.code].gap,
            "gap_owner": rows[section.code].gap_owner,
            "gap_by": str(rows[section.code].gap_by or ""),
            "own_view": rows[section.code].own_view,
            "evidence": [
                {"title": held.document.title, "digest": held.document.digest, "version": held.document.number}
                for held in kept.get(rows[section.code].public_id, [])
            ],
        }
        for section in sections_in(first.template.content) if section.code in rows
    ]  # fmt: skip
    return Submission.objects.create(
        **of(application), number=application.submissions.count() + 1, content=content, digest=digest_of(content),
        by=by.user,
    )  # fmt: skip


def digest_of(content: Any) -> str:
    """SHA-256 over the content as JSON with sorted keys."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@service("publish_template", CANNOT_PUBLISH)
def publish_template(
    *, content: list[dict[str, Any]], reason: str, kind: str = ReadinessTemplate.Kind.READINESS, by: Actor
) -> ReadinessTemplate:
    """Publish the next version of one of the body's templates. What was begun before keeps the version it began with."""
    permit(by.holds(P.APPLICATION_LEAD), CANNOT_PUBLISH)
    newest = newest_template(by.body, kind)
    before = newest.content if newest else first_content(by.body, kind)
    found: list[Reason | None] = [
        None if reason.strip() else Reason("record.missing", {"field": "reason", "label": "Reason"}),
        Reason("application.template_same", {"number": newest.number if newest else 0})
        if content == before
        else None,
    ]
    found += [
        Reason("application.template_empty", {"field": part["code"], "section": part["title"]})
        for part in content
        if not part["questions"]
    ]
    refuse_if(CANNOT_PUBLISH, found)
    newest = template_in_force(kind, by)  # what was in force until now stays on record as version 1
    made = ReadinessTemplate.objects.create(
        body=by.body, kind=kind, number=newest.number + 1, content=content, published_by=by.user, reason=reason.strip()
    )  # fmt: skip
    audit.record(by, "publish_template", made, reason=reason)
    return made
