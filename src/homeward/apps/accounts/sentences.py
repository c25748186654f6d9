"""How a refusal about people, roles and sign-in reads."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "accounts.own_membership",
    title="Nobody changes their own role",
    fact="This is your own membership, or one you stand in for. "
    "Role, scope, limit and dates are set by another person.",
    lift="Another administrator of the body makes the change.",
    who="Another administrator",
)
plain(
    "accounts.last_administrator",
    title="It is the last administrator",
    fact="{name} is the only administrator of {body} then. Without one nobody could be invited or changed.",
    lift="Invite a second administrator first. When that person has accepted, this can be done.",
    who="An administrator",
)
plain(
    "accounts.already_over",
    title="This role has already ended",
    fact="The membership ended on {day}.",
    lift="Invite the person again if they are to come back.",
    who="An administrator",
)
plain(
    "accounts.dates_reversed",
    title="The dates are the wrong way round",
    fact="The last day would be {end}, before the first day on {start}.",
    lift="Enter a last day on or after the first.",
    who="You",
)
plain(
    "accounts.dates_past",
    title="The dates are over already",
    fact="The last day would be {end}, and today is {today}.",
    lift="Enter a last day from today on, or leave it empty.",
    who="You",
)
plain(
    "accounts.role_not_here",
    title="This role is not known here",
    fact="{body} has no role of {role}: it belongs to another jurisdiction’s way of working.",
    lift="Choose a role from the list.",
    who="You",
)
plain(
    "accounts.role_needs_organisation",
    title="This role is held for a provider",
    fact="{role} is held for one provider organisation, and none is chosen.",
    lift="Choose the provider.",
    who="You",
)
plain(
    "accounts.role_without_organisation",
    title="This role is held for the body itself",
    fact="{role} is not held for a provider, but {organisation} is chosen.",
    lift="Leave the provider empty, or choose a provider's role.",
    who="You",
)
plain(
    "accounts.unknown_organisation",
    title="The provider is not known to this body",
    fact="{organisation} is not among the providers of {body}.",
    lift="Register the provider first.",
    who="Contract manager or contract officer",
)
plain(
    "accounts.scope_for_provider",
    title="A provider's role has no further scope",
    fact="{role} already sees one provider only. A list of providers is set for roles of the body.",
    lift="Leave the list of providers empty.",
    who="You",
)
plain(
    "accounts.limit_not_for_role",
    title="This role approves no money",
    fact="A delegation limit of {limit} is entered, but {role} approves no money.",
    lift="Leave the limit empty, or choose a role that approves money.",
    who="You",
)
plain(
    "accounts.limit_negative",
    title="A limit is not below nought",
    fact="The delegation limit entered is {limit}.",
    lift="Enter 0.00 or more, or leave it empty for a person who approves no money.",
    who="You",
)
plain(
    "accounts.not_an_address",
    title="The e-mail address cannot be used",
    fact="“{email}” is not an e-mail address.",
    lift="Enter an address such as name@example.org.",
    who="You",
)
plain(
    "accounts.name_missing",
    title="The name is missing",
    fact="No name is entered. The record of who did what is kept by name.",
    lift="Enter the person's name.",
    who="You",
)
plain(
    "accounts.already_invited",
    title="This person is already invited",
    fact="An invitation to {email} in this role was sent on {sent} and is open until {until}.",
    lift="Send that one again, or withdraw it.",
    who="An administrator",
)
plain(
    "accounts.already_member",
    title="This person already has the role",
    fact="{name} is already {role} here.",
    lift="Change the dates or the scope of the role they have.",
    who="An administrator",
)
plain(
    "accounts.invitation_unusable",
    title="The invitation cannot be used",
    fact="It is {state}.",
    lift="An administrator of the body that invited you sends a new one.",
    who="An administrator",
)
plain(
    "accounts.invitation_for_another",
    title="The invitation is for another person",
    fact="You are signed in as {signed_in}. The invitation was sent to another address.",
    lift="Sign out, and open the link again.",
    who="You",
)
plain(
    "accounts.weak_password",
    title="The password is too easy to guess",
    fact="{message}",
    lift="Use 12 characters or more that nobody would guess: three unusual words do.",
    who="You",
)
plain(
    "accounts.deputy_self",
    title="Nobody is their own deputy",
    fact="{name} holds this role already.",
    lift="Choose another person.",
    who="You",
)
plain(
    "accounts.deputy_of_deputy",
    title="A deputy cannot be stood in for",
    fact="{name} holds this role as a deputy for {principal}.",
    lift="Choose a deputy for {principal} instead.",
    who="An administrator",
)
plain(
    "accounts.deputy_not_colleague",
    title="The deputy must belong to the same side",
    fact="{name} holds no role of their own for {where} now.",
    lift="Choose a person with a role there, or invite this one first.",
    who="An administrator",
)
plain(
    "accounts.deputy_needs_end",
    title="A deputy has a last day",
    fact="No last day is entered. Standing in is for a time.",
    lift="Enter the last day.",
    who="You",
)
plain(
    "accounts.deputy_outside",
    title="The role itself does not last that long",
    fact="{name} holds the role from {start} to {end}. A deputy stands in within these days.",
    lift="Choose days within them.",
    who="You",
)
plain(
    "accounts.deputy_twice",
    title="The deputy is already set for these days",
    fact="{deputy} already stands in for {name} on some of these days.",
    lift="End that first, or choose other days.",
    who="An administrator",
)
plain(
    "accounts.change_deputy",
    title="A deputy's role follows the one they stand in for",
    fact="{name} acts for {principal}, with that role, scope and limit.",
    lift="Change the role of {principal}, or end this and name the deputy again.",
    who="An administrator",
)
plain(
    "accounts.nothing_changed",
    title="Nothing would change",
    fact="Role, scope, limit and dates are as they stand now.",
    lift="Change one of them.",
    who="You",
)
plain(
    "accounts.reason_missing",
    title="A reason is missing",
    fact="No reason is entered. It is kept in the record of who did what.",
    lift="Say in a sentence why.",
    who="You",
)
plain(
    "accounts.own_second_factor",
    title="Nobody resets their own second factor here",
    fact="You are signed in as this person.",
    lift="Use a recovery code, or ask another administrator.",
    who="Another administrator",
)
plain(
    "accounts.no_second_factor",
    title="There is nothing to reset",
    fact="{name} has no second factor. The next sign-in asks for one anyway.",
    lift="Nothing needs doing.",
    who="Nobody",
)
plain(
    "accounts.body_exists",
    title="The body is already set up",
    fact="There is already a body named {name}, with an administrator.",
    lift="Its administrator invites further people.",
    who="An administrator",
)
plain(
    "accounts.unknown_pack",
    title="The policy pack is not known",
    fact="There is no pack {pack}. Known: {known}.",
    lift="Choose one of these.",
    who="You",
)
plain(
    "accounts.unknown_language",
    title="This language is not offered",
    fact="{language} is not among the languages of {body}.",
    lift="Choose one that the page offers.",
    who="You",
)

plain(
    "accounts.token_name_missing",
    title="The token has no name",
    fact="The trail names a token beside everything done with it.",
    lift="Name the program that will use it, such as Nightly sync.",
    who="You",
)
plain(
    "accounts.token_name_long",
    title="The token's name is too long",
    fact="The trail has room for {most} characters.",
    lift="Shorten it.",
    who="You",
)
plain(
    "accounts.token_name_taken",
    title="A token of this name exists",
    fact="This role already has a token called {name}, and the trail could not tell them apart.",
    lift="Choose another name, or revoke the other token first.",
    who="You",
)
plain(
    "accounts.token_scopes_missing",
    title="The token could do nothing",
    fact="No permission is ticked.",
    lift="Tick what the program needs, and no more.",
    who="You",
)
plain(
    "accounts.token_scope_beyond",
    title="A token does no more than its role",
    fact="{role} does not hold: {scopes}.",
    lift="Leave it out, or ask an administrator for a role that holds it.",
    who="You",
)
plain(
    "accounts.token_end_past",
    title="The token would be over already",
    fact="Its last day lies before today, {today}.",
    lift="Choose a last day from today on.",
    who="You",
)
plain(
    "accounts.token_end_far",
    title="The token would last too long",
    fact="A token is good for a year at most: its last day may be {last}.",
    lift="Choose a nearer day, and make a new token before it comes.",
    who="You",
)
plain(
    "accounts.token_role_over",
    title="The role is not in force",
    fact="A token acts in a role, and this one has not begun or is over.",
    lift="Make the token for a role in force.",
    who="An administrator",
)
plain(
    "accounts.token_over",
    title="This token cannot be used so any more",
    fact="{words}.",
    lift="Make a new token if the program still needs one.",
    who="You",
)
say_actions(
    read="Looked at",
    sign_in="Signed in",
    demo_sign_in="Signed in by one click",
    invite="Invited",
    send_invitation_again="Sent the invitation again",
    withdraw_invitation="Withdrew the invitation",
    accept_invitation="Accepted the invitation",
    change_membership="Changed the role",
    end_membership="Ended the role",
    deputise="Named a deputy",
    reset_mfa="Reset the second factor",
    send_mail_again="Sent a letter again",
    create_first_administrator="Set up the body",
    create_token="Made a token",
    collect_token="Collected a token",
    revoke_token="Revoked a token",
    answer_again="Told a program its answer again",
)
