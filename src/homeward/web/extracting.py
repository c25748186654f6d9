"""How Babel finds the messages of Python code: those it knows itself, and the sentences of refusals.

A refusal is registered and raised in plain English (`plain`, `service`, `Move`, `Refused`) and put into the reader's
language when it is presented. Its words stand in these calls as they are, or as a constant of the module.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract_python

Found = tuple[int, str | None, str, list[str]]
# The calls whose texts are messages: which arguments by place, and which by name.
CALLS: Mapping[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "plain": ((1, 2, 3, 4, 5), ("title", "fact", "lift", "who", "authority")),
    "service": ((1,), ("what",)),
    "writing": ((2,), ("what",)),
    "Refused": ((0,), ("what",)),
    "refuse_if": ((0,), ("what",)),
    "permit": ((1,), ("what",)),
    "saying": ((0,), ()),
}
MOVE = 4  # where a move of a machine says what it does: also "You cannot …"


def sentences(
    fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[Any, ...]]:
    """Every message of a Python file, for Babel."""
    source = fileobj.read()
    yield from extract_python(BytesIO(source), keywords, comment_tags, options)
    yield from of_refusals(source.decode())


def of_refusals(source: str) -> Iterator[Found]:
    """The sentences of refusals in the text of a module, in their order."""
    tree = ast.parse(source)
    constants = dict(_constants(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "Move" and len(node.args) > MOVE:
            for text in _texts([node.args[MOVE]], constants):
                yield node.lineno, None, text, []
                yield node.lineno, None, f"You cannot {text}", []
        places, names = CALLS.get(node.func.id, ((), ()))
        given = [node.args[n] for n in places if n < len(node.args)]
        given += [k.value for k in node.keywords if k.arg in names]
        for text in _texts(given, constants):
            yield node.lineno, None, text, []


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Texts given a name at the top of the module, several at once too."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=False))
            for name, text in pairs:
                if (
                    isinstance(name, ast.Name)
                    and isinstance(text, ast.Constant)
                    and isinstance(text.value, str)
                ):
                    yield name.id, text.value


def _texts(given: list[ast.expr], constants: Mapping[str, str]) -> Iterator[str]:
    for part in given:
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
            yield part.value
        elif isinstance(part, ast.Name) and part.id in constants:
            yield constants[part.id]
