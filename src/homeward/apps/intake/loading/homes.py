"""Loads homes."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.apps.core.folding import fold
from homeward.apps.intake.kinds.rows import CheckedRow
from homeward.apps.intake.loading.writing import Load, by_fate, changing
from homeward.apps.providers.bulk import NewHome, load_homes
from homeward.apps.providers.models import Home, Provider
from homeward.apps.providers.services import change_home, set_remoteness


def write_homes(rows: Sequence[CheckedRow], load: Load) -> None:
    providers = Provider.objects.in_bulk({p.pk for p in load.world.providers.values()})
    new = by_fate(rows, "new")
    made = load_homes(homes=[_new(row, load, providers) for row in new], source=load.source, by=load.by)
    for row, home in zip(new, made, strict=True):
        row.things = {"home": home.public_id}
    load.tell(len(new), "Homes recorded")
    changed = by_fate(rows, "changed")
    homes = Home.objects.select_related("provider__organisation", "body").in_bulk(
        [r.target.pk for r in changed]
    )

    def change(row: CheckedRow) -> None:
        home, changes = homes[row.target.pk], dict(row.changes)
        code = changes.pop("remoteness", None)
        if provider := changes.pop("provider", None):
            changes["provider"] = providers[provider]
        if changes:
            change_home(home=home, by=load.by, **changes)
        if code:
            edition = row.data.remoteness_edition or ""
            set_remoteness(
                home=home, code=code, edition=edition, start=load.by.today, source=row.where, by=load.by
            )

    changing(changed, load, change)
    for row in rows:
        if row.target is not None:
            row.things = {"home": row.target.public_id}


def _new(row: CheckedRow, load: Load, providers: dict[int, Provider]) -> NewHome:
    d = row.data
    known = load.world.providers.get(fold(d.provider)) if d.provider else None
    return NewHome(
        reference=d.reference,
        name=d.name,
        kind=d.kind,
        source=row.where,
        provider=providers[known.pk] if known else None,
        places=d.places,
        urn=d.urn or "",
        opened_on=d.opened_on,
        remoteness=d.remoteness_class or "",
        edition=d.remoteness_edition or "",
    )
