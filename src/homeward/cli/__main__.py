"""``python -m homeward.cli``, where the console command is not installed."""

import sys

from homeward.cli import main

sys.exit(main())
