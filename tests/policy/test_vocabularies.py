from __future__ import annotations

from datetime import date

from homeward.kernel.ranges import DateRange
from homeward.policy import Code, Vocabulary, load_pack

OLD, NEW = date(2016, 4, 1), date(2017, 4, 1)


def codes() -> Vocabulary:
    """A list whose codes change by collection year."""
    return Vocabulary(
        "placements",
        "Placement codes",
        (
            Code("F", DateRange(OLD), {"en": "Foster", "cy": "Maeth"}),
            Code("OLD", DateRange(OLD, NEW), {"en": "Given up"}),
            Code("NEW", DateRange(NEW), {"en": "Brought in"}),
            Code("BACK", DateRange(date(2010, 4, 1), OLD), {"en": "First"}),
            Code("BACK", DateRange(NEW), {"en": "Second"}, {"en": ["Deux"]}, {"kin": True}),
        ),
        ("en", "cy"),
    )


def test_codes_by_year() -> None:
    assert codes().codes_on(date(2016, 6, 1)) == ("F", "OLD")
    assert codes().codes_on(NEW) == ("F", "NEW", "BACK")
    assert codes().codes == ("F", "OLD", "NEW", "BACK")
    assert codes().codes_during(DateRange(OLD, NEW)) == ("F", "OLD")


def test_the_last_day_is_exclusive() -> None:
    assert codes().is_valid("OLD", date(2017, 3, 31))
    assert not codes().is_valid("OLD", NEW)
    assert codes().knows("OLD")


def test_ranges_of_a_code_that_returned() -> None:
    assert codes().ranges("BACK") == (DateRange(date(2010, 4, 1), OLD), DateRange(NEW))
    assert codes().ranges("X") == ()


def test_labels_by_language_and_day() -> None:
    assert codes().label("F", "cy") == "Maeth"
    assert codes().label("NEW", "cy") == "Brought in"
    assert codes().label("BACK", "en", date(2012, 1, 1)) == "First"
    assert codes().label("BACK", "en") == "Second"
    assert codes().label("X", "en") == "X"


def test_old_and_new_names_lead_to_one_code() -> None:
    care_types = load_pack("au_sa").vocabulary("care_types")
    for name in ("OPG", "Other person guardianship", "long term guardianship (specified person)"):
        assert care_types.find(name) == "other_person_guardianship"
    assert care_types.find("something else") is None
    assert codes().attribute("BACK", "kin", NEW) is True
    assert codes().choices("cy", date(2016, 6, 1)) == [("F", "Maeth"), ("OLD", "Given up")]
