"""Field shapes that every app shares."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Coalesce

from homeward.apps.core.ids import new_public_id


class Identified(models.Model):
    """A thing with an address: `public_id` is random and is the only key that leaves the house."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True


class PeriodField(DateRangeField):
    """A half-open range of local dates `[start, end)`; an open end has no upper bound."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Start inclusive, end exclusive.")
        super().__init__(*args, **kwargs)


def same(field: str, *, nullable: bool = False) -> Func:
    """Equality for an exclusion constraint without `btree_gist`: the key as a range of one.

    The name is given to `F` without `_id`, because validation replaces field names only.
    """
    key: Any = Coalesce(F(field), Value(0)) if nullable else F(field)
    return Func(key, key, Value("[]"), function="int8range")


def same_text(field: str) -> Func:
    """Equality of a text for an exclusion constraint without `btree_gist`: its hash as a range of one."""
    key = Func(F(field), function="hashtext")
    return Func(key, key, Value("[]"), function="int4range")
