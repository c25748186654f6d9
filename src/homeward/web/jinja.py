"""The Jinja2 environment of every page.

Settings name :func:`environment` as the factory of Django's Jinja2 backend. Two sources of templates are
joined: the ``jinja2`` folders of the apps, and the accessible components of govuk-frontend-jinja, which
import themselves under their own prefix.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, Undefined

from homeward.web import addresses, browsers, dates, forms, languages, numbers, words


class LoudUndefined(Undefined):
    """Refuses a misspelt name or attribute, but lets a missing key of a mapping be empty.

    The govuk macros take one mapping of parameters and ask for keys that are not there, so jinja2's strict
    kind cannot run them. Names of the page and attributes of objects stay strict: there a silent blank would
    hide a mistake.
    """

    def _insist(self) -> None:
        # An inline "if" without "else"; the macros' own names for nothing; a macro used without a call block.
        if self._undefined_name in (None, "undefined", "null", "caller"):
            return
        if not isinstance(self._undefined_obj, dict):
            self._fail_with_undefined_error()

    def __bool__(self) -> bool:
        self._insist()
        return False

    def __str__(self) -> str:
        self._insist()
        return ""

    def __iter__(self) -> Iterator[Any]:
        self._insist()
        return iter(())

    def __len__(self) -> int:
        self._insist()
        return 0

    def __eq__(self, other: object) -> bool:
        self._insist()
        return super().__eq__(other)

    def __hash__(self) -> int:
        return super().__hash__()


def environment(**options: Any) -> Environment:
    """Build the environment; ``options`` come from settings (``autoescape``, ``loader``, ``auto_reload``)."""
    options["loader"] = ChoiceLoader(
        [
            options["loader"],
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    options["undefined"] = LoudUndefined
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    options["extensions"] = [
        *options.get("extensions", ()),
        "jinja2.ext.i18n",
        "jinja2.ext.do",
    ]
    env = Environment(**options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals.update(
        static=static,
        url=_url,
        address_of=addresses.address_of,
        is_open=addresses.is_open,
        today=dates.today,
        current_language=translation.get_language,
        is_draft_language=lambda: translation.get_language() in languages.DRAFT_TRANSLATIONS,
        with_query=addresses.with_query,
        word=words.word,
    )
    env.filters.update(dates.FILTERS)
    env.filters.update(numbers.FILTERS)
    env.filters.update(
        field_params=forms.field_params,
        error_list=forms.error_list,
        language_name=languages.name_of,
        offered_languages=languages.offered,
        browser=browsers.browser,
    )
    return env


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    """Address of a named route, by positional or by named parts."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
