"""Policy as data: packs of dated values with clause and standing, and a reader that records what it read."""

from homeward.policy.errors import (
    MissingValue,
    OverrideRefused,
    PackError,
    PackProblem,
    PolicyValueError,
    UnknownParameter,
)
from homeward.policy.loader import SHELF, load_pack, packs
from homeward.policy.local import LocalRow, check_local, lay_over
from homeward.policy.local_yaml import read_local, write_local
from homeward.policy.overrides import Override, switched_readings
from homeward.policy.pack import Pack
from homeward.policy.reader import Policy
from homeward.policy.vocabularies import Code, Vocabulary
from homeward.policy.workflows import Move, State, Workflow

__all__ = [
    "SHELF",
    "Code",
    "LocalRow",
    "MissingValue",
    "Move",
    "Override",
    "OverrideRefused",
    "Pack",
    "PackError",
    "PackProblem",
    "Policy",
    "PolicyValueError",
    "State",
    "UnknownParameter",
    "Vocabulary",
    "Workflow",
    "check_local",
    "lay_over",
    "load_pack",
    "packs",
    "read_local",
    "switched_readings",
    "write_local",
]
