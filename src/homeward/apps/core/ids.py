"""Random identifiers: what stands in an address says nothing and follows from nothing."""

import os

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # no 0/O, 1/I, U: read aloud over a telephone
_EVEN = 256 - 256 % len(ALPHABET)  # a byte from there on would favour the first letters, so it is thrown away
_LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_THROWN = bytes(range(_EVEN, 256))


def random_code(length: int) -> str:
    """Letters each as likely as any other, from the system's source of chance. A file brings a million at once."""
    code = b""
    while len(code) < length:
        code += os.urandom(length + 3).translate(_LETTERS, _THROWN)
    return code[:length].decode()


def new_public_id() -> str:
    """Twelve characters, about 59 bits: not to be guessed, short enough for an address."""
    return random_code(12)
