"""How the refusals of this app read. Fact and remedy come with the problem."""

from __future__ import annotations

from homeward.apps.core.refusals import plain

RECORDER = "Whoever keeps placements"
NIGHTS = "A night is named by the date on which it starts"

# Problem code: its heading, who can mend it, and where it is written.
PROBLEMS: dict[str, tuple[str, str, str]] = {
    "start_missing": ("The first night is missing", RECORDER, NIGHTS),
    "start_too_early": ("The start cannot be right", RECORDER, ""),
    "start_ahead": ("The start is still to come", RECORDER, ""),
    "start_far_ahead": ("The start lies too far ahead", RECORDER, ""),
    "end_far_ahead": ("The end lies too far ahead", RECORDER, ""),
    "start_before_birth": ("It starts before the child was born", RECORDER, ""),
    "dates_reversed": ("The dates are the wrong way round", RECORDER, NIGHTS),
    "unknown_child": ("The child was not found", RECORDER, ""),
    "unknown_home": ("The home was not found", RECORDER, ""),
    "unknown_line": ("The agreement line was not found", RECORDER, ""),
    "home_without_provider": ("The home's provider is not known", RECORDER, ""),
    "line_of_another_provider": (
        "Home and line belong to two providers",
        RECORDER,
        "The agreement names one provider",
    ),
    "unknown_code": ("A code is not known", RECORDER, "The policy pack's code lists"),
    "code_not_in_force": (
        "A code was not valid then",
        RECORDER,
        "The policy pack's code lists, with their dates",
    ),
    "end_reason_without_end": ("A reason without an end", RECORDER, ""),
    "overlap": (
        "The child is already there",
        RECORDER,
        "One child, one home, one line, one night: one record",
    ),
    "shared_care": ("The child is in two homes at once", RECORDER, "Shared care counts each night once"),
    "unknown_kind": ("A kind of spell is not known", RECORDER, ""),
    "spell_without_night": ("The spell covers no night", RECORDER, NIGHTS),
    "spell_outside": ("The spell lies outside the placement", RECORDER, NIGHTS),
    "spell_clipped": ("The spell reaches outside the placement", RECORDER, NIGHTS),
    "hold_without_decider": (
        "Nobody is named who decided the hold",
        RECORDER,
        "Only a hold by the department leaves nights out",
    ),
    "care_type_without_code": ("The care type is missing", RECORDER, ""),
    "two_care_types": (
        "Two care types on one night",
        RECORDER,
        "What counts turns on the one recorded care type",
    ),
    "exceed_not_needed": (
        "No approval is needed",
        "Nobody has to",
        "Exceed requests are for residential care",
    ),
    "exceed_without_end": ("The end is missing", "Whoever asks", "An exceed placement is short-term"),
    "exceed_without_night": ("The request covers no night", "Whoever asks", NIGHTS),
    "exceed_outside_line": ("The line is not in force then", "Whoever asks", "The agreement"),
    "exceed_places": ("The extra places are missing", "Whoever asks", ""),
    "exceed_reason": ("The reason is missing", "Whoever asks", ""),
}

for code, (title, who, authority) in PROBLEMS.items():
    plain(f"placements.{code}", title=title, fact="{message}", lift="{remedy}", who=who, authority=authority)

plain(
    "placements.reason_missing",
    title="The reason is missing",
    fact="A change of what was recorded is kept with its reason. None is given.",
    lift="Say why it is changed, in a few words.",
    who="You",
)
plain(
    "placements.named_elsewhere",
    title="Other records name this placement",
    fact="A dispute or an answer about a statement names it, so it cannot disappear.",
    lift="End it on {start}, the day it began: a stay of no night counts nothing and stays readable.",
    who=RECORDER,
)
plain(
    "placements.spell_would_stray",
    title="A spell would lie outside the placement",
    fact="The spell “{words}”, {when}, would have no night left in it.",
    lift="Change or remove that spell first.",
    who=RECORDER,
)
plain(
    "placements.note_missing",
    title="The note is empty",
    fact="Nothing is said about what was found or done.",
    lift="Write what you found, or what was done about it.",
    who="You",
)
plain(
    "placements.nothing_to_note",
    title="Nothing waits to be looked into",
    fact="Every breach of this placement has its note, or there is none.",
    lift="Nothing needs doing.",
    who="Nobody has to",
)
plain(
    "placements.exceed_own_request",
    title="You asked for it yourself",
    fact="{who} made this request. Whoever asks does not decide.",
    lift="Another director decides it.",
    who="Another accountable director",
    authority="Separation of duties",
)
plain(
    "placements.exceed_decision_reason",
    title="The reason is missing",
    fact="A decision is kept with its reason. None is given.",
    lift="Say in a few words why you decide so.",
    who="You",
)
plain(
    "placements.exceed_other_side",
    title="The other side asked",
    fact="The request was made by the other party to the agreement.",
    lift="Whoever asked takes it back, or a director refuses it.",
    who="The side that asked",
)
