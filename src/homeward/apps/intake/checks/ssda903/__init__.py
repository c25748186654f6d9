"""Checks of the statutory return.

What cannot be recorded is an error; what breaks a rule of the return is a warning with its number.
"""

from homeward.apps.intake.checks.ssda903.check_return_adult import check_return_adult
from homeward.apps.intake.checks.ssda903.check_return_apart import check_return_apart
from homeward.apps.intake.checks.ssda903.check_return_born import check_return_born
from homeward.apps.intake.checks.ssda903.check_return_change_reason import check_return_change_reason
from homeward.apps.intake.checks.ssda903.check_return_child import check_return_child
from homeward.apps.intake.checks.ssda903.check_return_codes import check_return_codes
from homeward.apps.intake.checks.ssda903.check_return_dates import check_return_dates
from homeward.apps.intake.checks.ssda903.check_return_end import check_return_end
from homeward.apps.intake.checks.ssda903.check_return_first import check_return_first
from homeward.apps.intake.checks.ssda903.check_return_follows import check_return_follows
from homeward.apps.intake.checks.ssda903.check_return_freeing_order import check_return_freeing_order
from homeward.apps.intake.checks.ssda903.check_return_header_once import check_return_header_once
from homeward.apps.intake.checks.ssda903.check_return_home import check_return_home
from homeward.apps.intake.checks.ssda903.check_return_mother import check_return_mother
from homeward.apps.intake.checks.ssda903.check_return_place_age import check_return_place_age
from homeward.apps.intake.checks.ssda903.check_return_place_days import check_return_place_days
from homeward.apps.intake.checks.ssda903.check_return_place_ends import check_return_place_ends
from homeward.apps.intake.checks.ssda903.check_return_provider import check_return_provider
from homeward.apps.intake.checks.ssda903.check_return_pupil_number import check_return_pupil_number
from homeward.apps.intake.checks.ssda903.check_return_reason import check_return_reason
from homeward.apps.intake.checks.ssda903.check_return_sex import check_return_sex
from homeward.apps.intake.checks.ssda903.check_return_status_age import check_return_status_age
from homeward.apps.intake.checks.ssda903.check_return_status_days import check_return_status_days
from homeward.apps.intake.checks.ssda903.check_return_status_place import check_return_status_place

# Errors first: what they leave out is no part of a chain of episodes any more.
RETURN_CHECKS = (
    check_return_header_once,
    check_return_born,
    check_return_sex,
    check_return_pupil_number,
    check_return_mother,
    check_return_child,
    check_return_dates,
    check_return_codes,
    check_return_end,
    check_return_apart,
    check_return_status_days,
    check_return_status_age,
    check_return_freeing_order,
    check_return_status_place,
    check_return_place_days,
    check_return_place_age,
    check_return_place_ends,
    check_return_provider,
    check_return_home,
    check_return_change_reason,
    check_return_adult,
    check_return_first,
    check_return_follows,
    check_return_reason,
)
