"""What the worker finds by name: the jobs that people start, and the letters that leave each minute."""

from homeward.apps.core.jobs import run_job
from homeward.apps.core.outbox import send_mail_task

__all__ = ["run_job", "send_mail_task"]
