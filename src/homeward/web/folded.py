"""Texts as the database folds them: ā stands and sorts with a, and aa is ā; what is stored stays as it is.

For columns without a folded twin of their own. The embedded database has no locale-aware collation to ask instead.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Field, Func, Lookup

from homeward.kernel.folding import fold

_MARKS = "[\u0300-\u036f]"


class Folded(Func):
    """The SQL twin of `fold`, without its care for spaces."""

    output_field = CharField()
    template = (
        f"regexp_replace(regexp_replace(lower(normalize(%(expressions)s, NFKD)), '{_MARKS}', '', 'g'),"
        r" '([aeiou])\1', '\1', 'g')"
    )


@Field.register_lookup
class Folds(Lookup):
    """`title__folds="maori"` finds Māori and Maaori."""

    lookup_name = "folds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, parameters = self.process_lhs(compiler, connection)
        folded = Folded.template % {"expressions": left}
        wanted = fold(str(self.rhs)).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        return f"{folded} LIKE %s", [*parameters, f"%{wanted}%"]


def is_words(path: str) -> bool:
    """Whether a path leads to a name or a title, which a person expects in the order of the alphabet."""
    last = path.rpartition("__")[2]
    return last in ("name", "title") or last.endswith(("_name", "_title"))
