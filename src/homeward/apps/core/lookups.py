"""A lookup for keys by the thousand: `filter(id__among=keys)`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models


@models.Field.register_lookup
class Among(models.Lookup):
    """`IN`, but the keys travel as one array: a statement with five thousand places to fill takes long to put together."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any]:
        keys: Collection[Any] = self.rhs
        return [self.lhs.output_field.get_prep_value(key) for key in keys]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, parameters = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.db_type(connection).split("(")[0]
        return f"{left} = ANY(%s::{kind}[])", [*parameters, self.rhs]
