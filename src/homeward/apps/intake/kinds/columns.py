"""Columns described as data: the templates, the readers and the error messages all come from here."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file. `code_list` names a list of the pack; `choices` are codes of the house itself."""

    name: str
    meaning: str
    example: str
    required: bool = False
    code_list: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A table of rows of one sort: its columns and the model each row must fit."""

    name: str
    columns: tuple[Column, ...]
    model: type[BaseModel]
    must_have: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that must be in the header; a cell of them may still be allowed to be empty."""
        return self.must_have or tuple(c.name for c in self.columns if c.required)

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)
