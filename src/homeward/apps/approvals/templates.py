"""The templates of a body, of readiness and of the care model summary: sections and questions, in its own version or as
the pack begins it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.approvals.models import Application, ReadinessTemplate
from homeward.apps.core.vocabulary import code_list, label_of

CONTEXT = "context"
DOMAINS, QUESTIONS, VIEWS, KINDS = (
    "quality_domains",
    "readiness_questions",
    "readiness_views",
    "approval_kinds",
)
CARE_SECTIONS, CARE_QUESTIONS = "care_model_sections", "care_model_questions"
Kind = ReadinessTemplate.Kind


@dataclass(frozen=True)
class Question:
    code: str
    text: str
    is_short: bool = False


@dataclass(frozen=True)
class Section:
    """A section of the template: the partner's context, or one quality domain."""

    code: str
    title: str
    questions: tuple[Question, ...]
    title_mi: str = ""
    is_placeholder: bool = False

    @property
    def is_domain(self) -> bool:
        return self.code != CONTEXT


def first_content(body: CommissioningBody, kind: str = Kind.READINESS) -> list[dict[str, Any]]:
    """A template as the pack begins it, for a body that has published none of its own."""
    return _first_care_model(body) if kind == Kind.CARE_MODEL else _first_readiness(body)


def _asked(body: CommissioningBody, name: str, part: str) -> list[dict[str, Any]]:
    questions = code_list(body, name)
    assert questions is not None, "the pack has no such template"
    rows = [row for row in questions.rows if row.attributes["part"] == part]
    return [
        {"code": r.code, "text": questions.label(r.code, "en"), "short": r.attributes["short"]} for r in rows
    ]


def _first_readiness(body: CommissioningBody) -> list[dict[str, Any]]:
    domains = code_list(body, DOMAINS)
    assert domains is not None, "the pack has no quality domains"
    context: dict[str, Any] = {
        "code": CONTEXT, "title": "The organisation", "questions": _asked(body, QUESTIONS, "context"),
    }  # fmt: skip
    return [
        context,
        *(
            {
                "code": row.code, "title": domains.label(row.code, "en"), "title_mi": row.labels.get("mi", ""),
                "questions": _asked(body, QUESTIONS, "domain"), "placeholder": row.standing == "placeholder",
            }
            for row in domains.rows
        ),
    ]  # fmt: skip


def _first_care_model(body: CommissioningBody) -> list[dict[str, Any]]:
    sections = code_list(body, CARE_SECTIONS)
    assert sections is not None, "the pack has no sections of a care model summary"
    return [
        {
            "code": row.code, "title": sections.label(row.code, "en"),
            "questions": _asked(body, CARE_QUESTIONS, row.code), "placeholder": True,
        }
        for row in sections.rows
    ]  # fmt: skip


def sections_in(content: Sequence[dict[str, Any]]) -> tuple[Section, ...]:
    return tuple(
        Section(
            code=part["code"], title=part["title"], title_mi=part.get("title_mi", ""),
            is_placeholder=part.get("placeholder", False),
            questions=tuple(Question(q["code"], q["text"], q.get("short", False)) for q in part["questions"]),
        )
        for part in content
    )  # fmt: skip


def newest_template(body: CommissioningBody, kind: str = Kind.READINESS) -> ReadinessTemplate | None:
    return ReadinessTemplate.objects.filter(body=body, kind=kind).order_by("-number").first()


def content_for(application: Application) -> tuple[list[dict[str, Any]], ReadinessTemplate | None]:
    """The template an application is answered on: the version it began with, else the newest, else the pack's."""
    answered = application.readinessanswers.select_related("template").order_by("pk").first()
    template = answered.template if answered else newest_template(application.body)
    return (template.content if template else first_content(application.body)), template


def sections_of(application: Application) -> tuple[Section, ...]:
    return sections_in(content_for(application)[0])


def view_words(body: CommissioningBody, code: str) -> tuple[str, str]:
    """A view in words, with its colour; nothing for none."""
    if not code:
        return "", "plain"
    found = code_list(body, VIEWS)
    row = found.row(code) if found else None
    return label_of(body, VIEWS, code), str(row.attributes["colour"]) if row else "plain"
