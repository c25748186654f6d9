"""Two people at once: a panel is closed once, a place is recommended once, a day has one panel."""

from __future__ import annotations

import pytest

from homeward.apps.core.models import Document
from homeward.apps.panels import services
from homeward.apps.panels.models import Panel, PanelItem
from homeward.apps.panels.services import Put
from tests.factories.panels import PanelWorld, make_panel_world
from tests.racing import outcomes

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TRIES = 6


@pytest.fixture
def crowded(transactional_db: None) -> PanelWorld:
    return make_panel_world()


def test_a_panel_is_closed_once_with_one_paper(crowded: PanelWorld) -> None:
    panel = crowded.opened()
    services.decide_rest(panel=panel, by=crowded.head)
    crowded.there(panel)
    people = (crowded.head, crowded.senior)
    done = outcomes(lambda n: services.close_panel(panel=panel, by=people[n % 2]), TRIES)
    assert sorted(done) == ["done"] + ["refused"] * (TRIES - 1)
    assert Document.objects.filter(thing=panel.public_id).count() == 1


def test_the_last_place_is_recommended_to_one_of_two(crowded: PanelWorld) -> None:
    """Ela and another child are both changed to the home with one place at the same moment."""
    crowded.referral("Huw", (11,))
    crowded.home("Household 4", places=1, miles=4)
    panel = crowded.opened()
    home = crowded.homes["Household 4"].public_id
    proposed = {p["home"]: u["unit"] for u in panel.proposals.get().result["units"] for p in u["placed"]}
    items = [crowded.item(panel, name) for name in ("Ela", "Huw")]
    movers = [i for i in items if proposed.get(home) != i.referral.public_id]
    if len(movers) == 1:  # the proposal gives it to one of them: both ask for it, one as proposed
        movers = items

    def deed(number: int) -> object:
        item = movers[number % 2]
        child = item.referral.children.get().child.public_id
        as_proposed = proposed.get(home) == item.referral.public_id
        return services.decide_item(
            item=item, outcome=PanelItem.Outcome.AGREED if as_proposed else PanelItem.Outcome.CHANGED,
            places=[Put(home, (child,))], reason="" if as_proposed else "Nearer.", by=crowded.head,
        )  # fmt: skip

    assert "refused" in outcomes(deed, TRIES)
    given = [p for i in PanelItem.objects.filter(panel=panel) for p in i.places if p["home"] == home]
    assert len(given) == 1


def test_a_day_has_one_panel(crowded: PanelWorld) -> None:
    done = outcomes(lambda _n: crowded.planned(), TRIES)
    assert sorted(done) == ["done"] + ["refused"] * (TRIES - 1)
    assert Panel.objects.count() == 1


def test_a_panel_is_opened_once(crowded: PanelWorld) -> None:
    panel = crowded.planned()
    done = outcomes(lambda _n: services.open_panel(panel=panel, by=crowded.senior), TRIES)
    assert sorted(done) == ["done"] + ["refused"] * (TRIES - 1)
    assert panel.items.count() == 2
