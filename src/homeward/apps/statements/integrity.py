"""Whether a stored version still is, byte for byte, what was stored: its digests are checked whenever it is read."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.apps.statements.facts import canonical, digest_of
from homeward.apps.statements.models import Version


@dataclass(frozen=True)
class Check:
    """What the check of a version found. ``is_kept``: both digests were kept with it."""

    is_kept: bool
    facts_match: bool
    decision_match: bool

    @property
    def is_sound(self) -> bool:
        return self.facts_match and self.decision_match

    @property
    def broken(self) -> str:
        """What does not match, in words; empty when all does."""
        parts = [("facts", self.facts_match), ("decision", self.decision_match)]
        return " and ".join(name for name, match in parts if not match)


def check(version: Version) -> Check:
    """Compare the stored facts and decision with the digests kept when they were stored."""
    kept = bool(version.facts_digest and version.decision_digest)
    return Check(
        kept,
        digest_of(version.facts) == version.facts_digest,
        not version.decision_digest or digest_of(version.decision) == version.decision_digest,
    )


def text_of(version: Version) -> bytes:
    """The version as one canonical text: facts, decision, pack and the digests they were stored with."""
    return canonical(
        {
            "statement": version.statement.public_id,
            "version": version.number,
            "kind": version.kind,
            "facts": version.facts,
            "facts_sha256": version.facts_digest,
            "decision": version.decision,
            "decision_sha256": version.decision_digest,
            "pack": {"id": version.pack, "version": version.pack_version, "digest": version.pack_digest},
        }
    )
