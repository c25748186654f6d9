"""The only writers of imports."""

from homeward.apps.intake.services.confirming import confirm_import, restart_import, withdraw_import
from homeward.apps.intake.services.importing import import_files
from homeward.apps.intake.services.loading import load_import
from homeward.apps.intake.services.staging import check_import, stage_import

__all__ = [
    "check_import",
    "confirm_import",
    "import_files",
    "load_import",
    "restart_import",
    "stage_import",
    "withdraw_import",
]
