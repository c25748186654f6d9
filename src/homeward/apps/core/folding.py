"""Folded names: what a person types finds what is stored, whatever the accents."""

from homeward.kernel.folding import fold

__all__ = ["fold"]
