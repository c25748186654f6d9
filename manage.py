#!/usr/bin/env python3
"""Django's own commands; everyday ones are under `homeward`."""

import sys

from homeward.config.commands import django

if __name__ == "__main__":
    sys.exit(django(sys.argv[1:]))
