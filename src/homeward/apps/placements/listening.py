"""What placements hear from the apps below: a home's class changes what its counted nights carry."""

from __future__ import annotations

from homeward.apps.agreements.models import Line
from homeward.apps.agreements.term_checks import loadings_apply
from homeward.apps.core.events import publish, subscribe
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.placements.events import NightsChanging
from homeward.apps.placements.models import Placement
from homeward.apps.providers.events import RemotenessChanging
from homeward.kernel.ranges import DateRange, union


@subscribe(RemotenessChanging)
def class_changes(event: RemotenessChanging) -> None:
    """Told on as the nights of every line that pays loadings and has a stay in the home then.

    Line by line in the order of their keys, because handlers lock what stands on a line.
    """
    stays = Placement.objects.filter(
        home=event.home, period__overlap=to_db(event.range), line__isnull=False
    ).select_related("line__body", "line__agreement")
    touched: dict[Line, list[DateRange]] = {}
    for stay in stays:
        cut = from_db(stay.period).clip(event.range)
        if cut is not None and stay.line is not None:
            touched.setdefault(stay.line, []).append(cut)
    for line in sorted(touched, key=lambda line: line.pk):
        if loadings_apply(line, min(cut.start for cut in touched[line])):
            publish(NightsChanging(line, tuple(union(touched[line])), event.by))
