"""How a refusal about panels reads."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions, say_details

RUNS = "Head of service or senior practitioner"

plain("panel.reason_missing", "The reason is missing", "Nothing says why.", "Say why.", "You")
plain(
    "panel.day_taken", "There is a panel on that day", "A panel is already recorded for {on}.",
    "Open that one, or choose another day.", "You",
)  # fmt: skip
plain(
    "panel.not_of_the_panel", "This person does not sit on the panel", "{name} has no role today that reads the panel.",
    "Choose one of the people offered.", "You",
)  # fmt: skip
plain(
    "panel.other_open", "Another panel is still open",
    "The panel of {on} is not closed. What it decides and leaves undone belongs on this agenda.",
    "Close that one first.", RUNS,
)  # fmt: skip
plain(
    "panel.not_yet", "The day has not come", "The panel is held on {on}.", "Close it on that day or after.", RUNS,
)  # fmt: skip
plain(
    "panel.nobody_there", "Nobody was there", "Nobody is marked as having been there.", "Mark who was there.", RUNS,
)  # fmt: skip
plain(
    "panel.undecided", "Not every child has been decided on", "{count} without an outcome: {referrals}.",
    "Agree, change or refuse what is proposed for each of them.", RUNS,
)  # fmt: skip
plain(
    "panel.settled", "The panel is not open", "It stands at “{state}”; nothing of it is decided or written down now.",
    "What is still to be said is said at the next panel.", RUNS,
)  # fmt: skip
plain(
    "panel.running", "It is being worked out already", "A proposal was asked for at {at} and is not ready.",
    "Wait for it; the page shows how far it is.", "You",
)  # fmt: skip
plain(
    "panel.no_proposal", "Nothing is proposed yet", "No proposal has been worked out for this panel.",
    "Ask for one, or choose a home yourself with a reason.", RUNS,
)  # fmt: skip
plain(
    "panel.interested", "An interest is declared", "{name} declared an interest in {what}: {words}",
    "Somebody else who runs the panel decides on this child.", RUNS,
)  # fmt: skip
plain(
    "panel.referral_gone", "The home is no longer needed", "Referral {referral} stands at “{state}” since the agenda was frozen.",
    "Nothing is decided on it here.", "Nobody",
)  # fmt: skip
plain(
    "panel.home_excluded", "This home cannot be chosen", "{home}: {why}.",
    "Lift what stands in the way first; the child then comes to the next panel.", "Placement officer",
)  # fmt: skip
plain(
    "panel.home_not_listed", "This home is not on the agenda", "It had no vacancy when the agenda was frozen.",
    "Choose one of the homes listed. A home that became free since comes to the next panel.", "You",
)  # fmt: skip
plain(
    "panel.no_room", "The place is given to somebody else", "{home} has {places} free; with this {wanted} would go there.",
    "Change the other child first, or choose another home.", RUNS,
)  # fmt: skip
plain(
    "panel.kept_together", "They are to stay together", "The referral accepts no parting of these children.",
    "Choose one home for all of them. Where parting is right, the referral says why first.", "Senior practitioner",
)  # fmt: skip
plain(
    "panel.home_held", "The home may take nobody new", "Since the agenda was frozen: {home}. {fact}",
    "{lift}", "Placement officer",
)  # fmt: skip
plain(
    "panel.nothing_changed", "It is what was proposed", "The homes chosen are those of the proposal.",
    "Agree as proposed, or choose otherwise.", "You",
)  # fmt: skip
plain(
    "panel.names_a_child", "A name of a child stands in it", "It says {names}. The minutes name no child.",
    "Write Child A, or the referral.", "You",
)  # fmt: skip
plain(
    "panel.was_not_there", "This person was not there", "{name} is not marked as having been there.",
    "Mark who was there first.", RUNS,
)  # fmt: skip
plain(
    "panel.not_decided", "Nothing is decided yet", "Dissent is from a decision, and none is recorded for this child.",
    "Record the decision first.", RUNS,
)  # fmt: skip
plain(
    "panel.one_thing", "Choose a provider or a home", "An interest is in one provider, or in one home.",
    "Choose one of the two.", "You",
)  # fmt: skip
plain(
    "panel.decided_meanwhile", "Somebody decided meanwhile", "{name} recorded “{outcome}” while this page was open.",
    "Open the page again and look at what is recorded now.", "You",
)  # fmt: skip
plain(
    "panel.no_agenda", "Nothing is on the agenda", "No checked referral waits for a home.",
    "Cancel the panel, or wait until a referral passes its check.", RUNS,
)  # fmt: skip

say_actions(
    plan_panel="Prepared", change_panel="Changed", propose_allocation="Proposal worked out",
    record_panel_attendance="Attendance recorded", declare_interest="Interest declared", decide_item="Decided on a child",
    decide_rest="Agreed on the rest as proposed",
    download_facts="Facts taken away", record_dissent="Dissent recorded", add_panel_action="Action recorded",
    finish_panel_action="Action done", **{
        "panel.open": "Opened, the agenda frozen", "panel.close": "Closed, the minutes kept", "panel.cancel": "Cancelled",
    },
)  # fmt: skip
say_details(
    decide_item=lambda d: ". ".join(filter(None, (f"{d['referral']}: {d['outcome']}", d.get("why", "")))),
    record_dissent=lambda d: f"{d['referral']}, {d['who']}",
    download_facts=lambda d: str(d["file"]),
)  # fmt: skip
