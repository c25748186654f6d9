"""What preparation needs: who it is, what is there already, whom it was talked over with, and a joint approach."""

from __future__ import annotations

from collections.abc import Iterator

from homeward.engine.approval.case import Case, Missing

JOINT = ("HUB", "TKK")


def identity(case: Case) -> Iterator[Missing]:
    organisation = case.facts.organisation
    if organisation is None or not (organisation.legal_name or "").strip():
        yield Missing()


def business_number(case: Case) -> Iterator[Missing]:
    organisation = case.facts.organisation
    if organisation is None or organisation.nzbn is None:
        yield Missing()


def local_contact(case: Case) -> Iterator[Missing]:
    if not (case.facts.local_contact or "").strip():
        yield Missing()


def local_talks(case: Case) -> Iterator[Missing]:
    if case.facts.local_talks is None:
        yield Missing()


def local_provision(case: Case) -> Iterator[Missing]:
    provision = case.facts.local_provision
    if provision is None or not provision.already_provided.strip():
        yield Missing()


def stakeholders(case: Case) -> Iterator[Missing]:
    provision = case.facts.local_provision
    if provision is None or not any(name.strip() for name in provision.spoken_to):
        yield Missing()


def tamariki_maori(case: Case) -> Iterator[Missing]:
    provision = case.facts.local_provision
    if provision is None or not provision.tamariki_maori.strip():
        yield Missing()


def joint_request(case: Case) -> Iterator[Missing]:
    joint = case.facts.joint_approach
    if joint is None or not case.by_then(joint.requested_on):
        yield Missing()


def joint_agreement(case: Case) -> Iterator[Missing]:
    """Hub and accreditor each have to agree; the lead speaks for the hub."""
    joint = case.facts.joint_approach
    agreed = set() if joint is None else {"HUB" if role == "NQL" else role for role in joint.agreed_by}
    for role in JOINT:
        if role not in agreed:
            yield Missing({"role": role})
