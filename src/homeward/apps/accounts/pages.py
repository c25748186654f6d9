"""The door of every page: who may open it is said on the view, and read by a test over all addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from homeward.apps.accounts.mfa import needs_second_factor
from homeward.apps.accounts.permissions import Permission

View = Callable[..., HttpResponse]
M = TypeVar("M", bound=models.Model)


def page(permission: Permission) -> Callable[[View], View]:
    """Open a view to whoever holds `permission` in the membership they act in.

    Signed out leads to the sign-in page; a missing permission looks like a missing page.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if permission is Permission.PUBLIC:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if permission is Permission.SIGNED_IN:
                return view(request, *args, **kwargs)
            if needs_second_factor(request):
                return redirect("mfa_index")
            actor = getattr(request, "actor", None)
            if actor is None:
                return redirect("no_role")
            if permission is not Permission.MEMBER and not actor.holds(permission):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return wrap


def permissions_of(view: Any) -> dict[str, tuple[Permission, ...]] | None:
    """Which permissions open a view, by method: any one of them does. A page asks for one, whatever the method ("*").

    None for a view that says nothing.
    """
    by_method: dict[str, tuple[Permission, ...]] | None = getattr(view, "permissions", None)
    if by_method is not None:
        return by_method
    one = getattr(view, "permission", None)
    return {"*": (one,)} if isinstance(one, Permission) else None


def get_visible(
    model: type[M], request: HttpRequest, public_id: str, *, using: Permission | None = None
) -> M:
    """The record the person may see (or use), or 404: hidden looks exactly like missing."""
    actor = request.actor  # type: ignore[attr-defined]
    found = model._default_manager.all()
    found = found.allowed_to(actor, using) if using else found.visible_to(actor)  # type: ignore[attr-defined]
    try:
        return found.get(public_id=public_id)
    except ObjectDoesNotExist:
        raise Http404 from None
