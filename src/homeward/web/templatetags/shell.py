"""The shell's parts for pages that are Django templates: those of the sign-in library."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def shell(context: dict[str, Any], part: str) -> SafeString:
    """A part of the frame that every page shares: "head", "top" or "foot"."""
    return _drawn(f"web/shell/{part}.html", {}, context.get("request"))


@register.simple_tag(takes_context=True)
def banners(context: dict[str, Any]) -> SafeString:
    """Messages after an action, drawn as on every page."""
    return _drawn("web/shell/banners.html", {"messages": context.get("messages") or []}, None)


def _drawn(name: str, context: dict[str, Any], request: Any) -> SafeString:
    """A Jinja2 template's markup; that engine escapes by itself but answers with a plain string."""
    return mark_safe(render_to_string(name, context, request=request))
