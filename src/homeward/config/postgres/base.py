"""See the package: the same backend, plus the embedded server and clearer refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from homeward.config.embedded import APP, Cluster


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL; `EMBEDDED` in the settings names the data folder of an embedded server."""

    def get_connection_params(self) -> dict[str, Any]:
        """Connection parameters; starts the embedded server so that its socket exists."""
        data = self.settings_dict.get("EMBEDDED")
        if data:
            self.settings_dict["HOST"] = str(Cluster(Path(data)).ensure_running())
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection; an embedded server that was killed meanwhile is started again once."""
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError as error:
            data = self.settings_dict.get("EMBEDDED")
            if data and "does not exist" not in str(error):
                conn_params["host"] = str(Cluster(Path(data)).ensure_running(check=True))
                return super().get_new_connection(conn_params)
            if f'"{APP}"' in str(error):
                raise OperationalError(
                    f"This login cannot take the role {APP} yet. Run `homeward migrate` once as the owner."
                ) from error
            raise
