"""What a person sets for themselves, and the sign-in address that an administrator's invitation confirmed."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Spelling, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core import audit
from homeward.apps.core.refusals import Refused
from homeward.apps.core.timeline import say_actions
from homeward.apps.core.writing import hold, permit, service
from homeward.kernel.reasons import Reason


def choose_language(*, language: str, by: Actor) -> None:
    """Keep the language in which a person reads. It must be one of the body's."""
    if language not in by.body.interface_languages:
        reason = Reason("accounts.unknown_language", {"language": language[:8], "body": by.body.name})
        raise Refused("The language cannot be changed", [reason])
    User.objects.filter(pk=by.user.pk).update(language=language)
    by.user.language = language


@service("choose_spelling", "The spelling cannot be changed")
def choose_spelling(*, spelling: str, by: Actor) -> None:
    """Say how the people of an organisation, or of the body, read a long vowel of te reo Māori. Names stay as they are."""
    permit(
        by.holds(Permission.SPELLING_CHOOSE) and spelling in Spelling.values, "The spelling cannot be changed"
    )
    whose = by.organisation or by.body
    hold(whose)
    whose.spelling = spelling
    whose.save(update_fields=["spelling"])
    audit.record(by, "choose_spelling", whose, spelling=spelling)


def confirm_address(user: User) -> None:
    """Record that the person receives mail at their address: the letter came from there."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def make_user(
    *, email: str, name: str, password: str | None = None, language: str = "en", is_demo: bool = False
) -> User:
    """A person whose address is confirmed. What they may do hangs on memberships made by the caller."""
    user = User.objects.create_user(email=email, name=name, password=password)
    if language != user.language or is_demo:
        user.language, user.is_demo = language, is_demo
        user.save(update_fields=["language", "is_demo"])
    confirm_address(user)
    return user


say_actions(choose_spelling="Spelling of te reo Māori chosen")
