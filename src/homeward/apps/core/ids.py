"""Random identifiers: what stands in an address says nothing and follows from nothing."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # no 0/O, 1/I, U: read aloud over a telephone


def random_code(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_public_id() -> str:
    """Twelve characters, about 59 bits: not to be guessed, short enough for an address."""
    return random_code(12)
