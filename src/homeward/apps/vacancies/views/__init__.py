"""Pages of vacancies and approvals."""
