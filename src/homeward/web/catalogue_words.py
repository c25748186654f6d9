"""Words that extraction cannot find by itself.

Nothing runs this file: Babel reads it. Django's own date words stand here for te reo Māori, which Django does
not ship, and the sentences of the sign-in pages, which are Django templates.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import pgettext_lazy

DAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
SHORT_DAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
MONTHS = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
    _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip
SHORT_MONTHS = (
    _("jan"), _("feb"), _("mar"), _("apr"), _("may"), _("jun"), _("jul"), _("aug"), _("sep"), _("oct"),
    _("nov"), _("dec"),
)  # fmt: skip
# Django takes these instead of the full names where a language declines months after a day.
MONTHS_OF_A_DAY = (
    pgettext_lazy("alt. month", "January"), pgettext_lazy("alt. month", "February"),
    pgettext_lazy("alt. month", "March"), pgettext_lazy("alt. month", "April"),
    pgettext_lazy("alt. month", "May"), pgettext_lazy("alt. month", "June"),
    pgettext_lazy("alt. month", "July"), pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"), pgettext_lazy("alt. month", "October"),
    pgettext_lazy("alt. month", "November"), pgettext_lazy("alt. month", "December"),
)  # fmt: skip
SIGN_IN = (
    _("Sign in"),
    _("Sign in with a passkey"),
    _("Accounts are made by invitation. Ask the administrator of your body or organisation for one."),
    _("Security keys and passkeys"),
    _("No security key has been added."),
    _("Add a key"),
    _("Not used yet."),
)
# Roles are kept and recorded in English, and told in the reader's language where a page names them.
ROLES = (
    _("Administrator"), _("Contract manager"), _("Contract officer"), _("Accountable director"), _("Policy steward"),
    _("Finance officer"), _("Placement officer"), _("Senior practitioner"), _("Head of service"), _("Social worker"),
    _("Independent reviewing officer"), _("Contract monitoring officer"), _("Consortium manager"), _("Auditor"),
    _("Provider manager"), _("Provider worker"),
)  # fmt: skip
