"""Addresses of people, sign-in, and what every member has."""

from django.urls import URLPattern, URLResolver, path

from homeward.apps.accounts.views import (
    audit,
    desk,
    documents,
    entry,
    invitations,
    memberships,
    people,
    tokens,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("invitation/", entry.invitation, name="invitation"),
    path("invitation/<str:token>/", entry.open_invitation, name="open_invitation"),
    path("no-role/", entry.no_role, name="no_role"),
    path("roles/", entry.memberships, name="memberships"),
    path("roles/choose/", entry.choose_membership, name="choose_membership"),
    path("roles/tokens/", tokens.tokens, name="tokens"),
    path("roles/tokens/make/", tokens.make, name="make_token"),
    path("roles/tokens/<str:public_id>/collect/", tokens.collect, name="collect_token"),
    path("roles/tokens/<str:public_id>/revoke/", tokens.revoke, name="revoke_token"),
    path("demo/", entry.demo_page, name="demo"),
    path("people/", people.people, name="people"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invitations/", invitations.invitations, name="invitations"),
    path("people/invitations/<str:public_id>/", invitations.invitation_page, name="invitation_page"),
    path("people/invitations/<str:public_id>/again/", invitations.send_again, name="send_invitation_again"),
    path("people/invitations/<str:public_id>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("people/roles/<str:public_id>/change/", memberships.change, name="change_membership"),
    path("people/roles/<str:public_id>/deputy/", memberships.deputise, name="deputise"),
    path("people/roles/<str:public_id>/end/", memberships.end, name="end_membership"),
    path("people/tokens/", tokens.all_tokens, name="all_tokens"),
    path("people/roles/<str:public_id>/token/", tokens.make_for, name="make_token_for"),
    path("people/<str:public_id>/", people.person, name="person"),
    path("people/<str:public_id>/second-factor/", people.reset_second_factor, name="reset_second_factor"),
    path("inbox/", desk.inbox, name="inbox"),
    path("inbox/read/", desk.read_all, name="read_all_notices"),
    path("inbox/<str:public_id>/read/", desk.read_notice, name="read_notice"),
    path("jobs/", desk.jobs, name="jobs"),
    path("jobs/letters/", desk.mail, name="mail"),
    path("jobs/letters/<str:public_id>/", desk.letter, name="letter"),
    path("jobs/letters/<str:public_id>/again/", desk.send_again, name="send_mail_again"),
    path("jobs/<str:public_id>/", desk.job, name="job"),
    path("audit/", audit.audit, name="audit"),
    path("documents/add/<str:kind>/<str:public_id>/", documents.document_add, name="document_add"),
    path("documents/<str:public_id>/", documents.document, name="document"),
    path("documents/<str:public_id>/file/", documents.document_file, name="document_file"),
    path("documents/<str:public_id>/replace/", documents.document_replace, name="document_replace"),
    path("documents/<str:public_id>/withdraw/", documents.document_withdraw, name="document_withdraw"),
    path("documents/<str:public_id>/sign/", documents.document_sign, name="document_sign"),
    path("documents/<str:public_id>/paper/", documents.document_paper, name="document_paper"),
    path(
        "documents/<str:public_id>/paper/<str:scan_id>/", documents.document_witness, name="document_witness"
    ),
]
