"""What the pages of this app share: the way back, who may do what, and one form about a line or a record of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line
from homeward.apps.core.forms import RecordForm, crumb, edit
from homeward.apps.core.vocabulary import label_of
from homeward.apps.funding import queries
from homeward.apps.funding.forms import ReasonForm

Json = dict[str, Any]
View = Callable[..., HttpResponse]


def line_of(request: HttpRequest, public_id: str, using: P = P.FUNDING_READ) -> Line:
    """A funded line the person may use so, or 404."""
    found = queries.lines(actor_of(request), using).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


EITHER = (P.FUNDING_PROPOSE, P.FUNDING_REPORT)


def needs(request: HttpRequest, *permissions: P) -> Actor:
    """Who acts, where they hold one of the permissions; else there is no such page for them."""
    actor = actor_of(request)
    if not any(actor.holds(permission) for permission in permissions):
        raise Http404
    return actor


def crumbs_to(line: Line | None = None, *more: dict[str, str]) -> list[dict[str, str]]:
    first = [crumb(_("Funding"), "funding")]
    if line is not None:
        first.append(crumb(str(line), "funding_line", line.public_id))
    return [*first, *more]


def caption(line: Line) -> str:
    return f"{line}, {label_of(line.body, 'service_types', line.service_type)}"


def about_line(
    request: HttpRequest, line: Line, form: RecordForm, do: Callable[[Json], Any], said: str, *, at: str = "", **shown: Any
) -> HttpResponse:  # fmt: skip
    """One form about a line; afterwards its funding page, at the section named by `at`."""
    address = reverse("funding_line", args=[line.public_id])
    around = {"danger": False, "caption": caption(line), "back": address, "crumbs": crumbs_to(line)}
    return edit(request, form, do, lambda made: (said, f"{address}{at}"), **{**around, **shown})


def about_thing(
    request: HttpRequest, thing: Any, address: str, form: RecordForm, do: Callable[[Json], Any], said: str, **shown: Any
) -> HttpResponse:  # fmt: skip
    """One form about a record of a line; afterwards back to it."""
    here = {"text": shown.pop("named", str(thing)), "href": address}
    around = {
        "danger": False,
        "caption": caption(thing.line),
        "back": address,
        "crumbs": crumbs_to(thing.line, here),
    }
    return edit(request, form, do, lambda made: (said, address), **{**around, **shown})


def deciding(
    model: Any, permission: P, do: Callable[[Any, str, Actor], Any], address_of: Callable[[Any], str],
    words: Callable[[], Json], also: tuple[P, ...] = (), **form: Any,
) -> View:  # fmt: skip
    """A page on which one person makes a move of a record, with a reason.

    `words`: heading, verb, said, and what follows; `also`: of these permissions one is needed beside that of the page.
    """

    @page(permission)
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        thing, actor = (
            get_visible(model, request, public_id, using=permission),
            needs(request, *(also or (permission,))),
        )
        told = {"template": "core/confirm.html", "consequences": [], **words()}
        said = told.pop("said")
        return about_thing(
            request, thing, address_of(thing), ReasonForm(request.POST or None, **form),
            lambda data: do(thing, data["reason"], actor), said, **told,
        )  # fmt: skip

    return view
