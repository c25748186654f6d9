"""The examples in the kernel's docstrings hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import homeward.kernel

MODULES = [item.name for item in pkgutil.iter_modules(homeward.kernel.__path__, "homeward.kernel.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    tried = sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES)
    assert tried >= 15
