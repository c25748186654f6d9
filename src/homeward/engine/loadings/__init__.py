"""Quarterly loadings of a line: contract against actual, growth and abatement per category (policy 4.5)."""
