"""Who is told of a step: the people of the parts it names, except whoever made it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.approvals.models import Application
from homeward.apps.approvals.parts import holders, people_for
from homeward.apps.core.notices import Saying, tell


def tell_parts(
    application: Application, parts: Iterable[str], title: Saying, text: Saying | str, by: Actor
) -> int:
    """Tell the people of some parts. Returns how many were told."""
    people = people_for(application, parts, holders(application))
    return tell(
        [person for person in people if person.pk != by.user.pk],
        body=application.body, title=title, text=text, url=reverse("application", args=[application.public_id]),
        organisation_id=application.organisation_id,
    )  # fmt: skip
