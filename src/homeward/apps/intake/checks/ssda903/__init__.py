"""Checks of the statutory return: what cannot be recorded is an error, what breaks a return rule a warning with its number."""
