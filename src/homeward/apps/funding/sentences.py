"""Sentences of refusals and reasons about the funding of care partners."""
