"""History by triggers: each insert, update and delete of a tracked row leaves an event row nobody may change."""

from typing import TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(model: M) -> M:
    """Keep the history of a model.

    The default trackers leave a delete without a trace, so all three are named; each model needs its own,
    because a tracker takes on the fields of the model it meets first.
    """
    track = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True
    )
    return track(model)
