"""Local values as a file: out, and back in after a preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import ask
from homeward.apps.core.periods import say
from homeward.apps.local_policy import transfer, words
from homeward.apps.local_policy.forms import UploadForm
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.local_policy.views.parameters import rules_crumbs
from homeward.policy import LocalRow, Pack

HELD = "take_in_local"  # where the file waits between preview and taking in: the session, which only this person has


@page(P.POLICY_READ)
def export(request: HttpRequest) -> HttpResponse:
    """The confirmed local values as YAML, with the version and digest of the policy they make."""
    actor = actor_of(request)
    audit.record(actor, "export_local", actor.body, version=pack_of(actor.body).version)
    response = HttpResponse(transfer.export_local(actor.body), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{actor.body.pack}-local.yaml"'
    return response


@page(P.POLICY_PROPOSE)
def take_in(request: HttpRequest) -> HttpResponse:
    """Choose a file, see what is new in it, then propose all of that at once."""
    actor = actor_of(request)
    if request.method == "POST" and "propose" in request.POST:
        return _propose(request, actor)
    form = UploadForm(request.POST or None, request.FILES or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > transfer.MOST_BYTES:
            form.add_error("file", _("The file is larger than 2 MB. A file of local values is small."))
        else:
            content = upload.read()
            preview = ask(form, lambda: transfer.preview_local(actor.body, content, upload.name))
            if preview is not None:
                request.session[HELD] = [upload.name, content.decode("utf-8")]
    return _page(request, actor, form, preview)


def _propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    name, text = request.session.get(HELD) or ("", "")
    form = UploadForm()
    if not text:
        messages.error(request, _("The file is not held any more. Choose it again."))
        return _page(request, actor, form, None)
    made = transfer.import_local(content=text.encode("utf-8"), name=name, by=actor)
    request.session.pop(HELD, None)
    told = ngettext(
        "%(n)d value is proposed. A second person confirms it.",
        "%(n)d values are proposed. A second person confirms each.",
        len(made),
    )
    messages.success(request, told % {"n": len(made)})
    return redirect(f"{reverse('local_values')}?state=proposed")


def _page(
    request: HttpRequest, actor: Actor, form: UploadForm, preview: transfer.Preview | None
) -> HttpResponse:
    pack = pack_of(actor.body)
    context: dict[str, Any] = {
        "form": form,
        "form_errors": bool(form.errors),
        "preview": preview,
        "same": preview is not None and preview.pack.digest == pack.digest,
        "pack": pack,
        "new": [_row(actor, pack, row) for row in preview.new] if preview else [],
        "held": [_row(actor, pack, row) for row in preview.held] if preview else [],
        "crumbs": rules_crumbs(),
    }
    return render(request, "local_policy/take_in.html", context)


def _row(actor: Actor, pack: Pack, row: LocalRow) -> list[Any]:
    """One value of a file as a table row."""
    parameter = pack.parameters[row.path]
    return [
        {"text": words.name_of(parameter), "sub": words.keys_words(actor.body, parameter, row.keys)},
        words.value_words(actor.body, parameter, row.value),
        say(row.in_force),
        {"text": row.origin.title, "sub": row.origin.clause},
        {"text": row.origin.entered_by, "sub": row.origin.confirmed_by},
    ]
