"""The only writers of vacancies and carers' approval terms."""

from homeward.apps.vacancies.checks import Said
from homeward.apps.vacancies.services.approvals import end_approval, set_approval
from homeward.apps.vacancies.services.vacancies import confirm_unchanged, confirm_vacancies

__all__ = ["Said", "confirm_unchanged", "confirm_vacancies", "end_approval", "set_approval"]
