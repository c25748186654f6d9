"""Quarterly loadings of a line: contract against actual, growth and abatement per category (policy 4.5)."""

# Loadings are a part of the decision about a line, and read its facts: whoever enters here enters there first.
import homeward.engine.utilisation  # noqa: F401
