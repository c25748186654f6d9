"""How refusals about frameworks read, and why the ranking's rule leaves somebody out."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

KEEPER = "Consortium manager"

plain(
    "framework.inspection_not_yours", "{provider} is on a framework",
    "It is admitted to {framework}; its records are the consortium’s.",
    "Ask a contract monitoring officer, or the consortium, to record it.", "A contract monitoring officer, or the consortium",
)  # fmt: skip
plain("framework.reason_missing", "The reason is missing", "Nothing says why.", "Say why.", "You")
plain(
    "framework.check_missing", "A company-wide check is missing", "{kind} has not been checked.",
    "Record the check with its result and evidence.", KEEPER,
)  # fmt: skip
plain(
    "framework.check_failed", "A company-wide check was failed", "{kind} was failed on {on}.",
    "The provider puts it right; a new check that is passed replaces this one.", "The provider, then the consortium manager",
)  # fmt: skip
plain(
    "framework.check_expired", "A company-wide check has expired", "{kind} held until {expires} and no longer.",
    "Record a new check with its evidence.", KEEPER,
)  # fmt: skip
plain(
    "framework.not_admitted", "The provider is not on the framework", "{provider} is not admitted to {framework} on this day.",
    "Admit it, when its checks hold.", KEEPER,
)  # fmt: skip
plain(
    "framework.no_lot", "No lot is chosen", "The admission names no lot.", "Choose at least one lot.", KEEPER
)
plain(
    "framework.records_changed", "The records changed after the draft was made",
    "Scores, prices, checks or admissions are other ones now.",
    "Make the ranking again; what changed is then shown.", KEEPER,
)  # fmt: skip
plain(
    "framework.nobody_ranked", "Nobody can be ranked", "Each provider of the lot is left out for a reason of its own.",
    "Look at the reasons; enter what is missing, then make the ranking again.", KEEPER,
)  # fmt: skip
plain(
    "framework.own_ranking", "A second person publishes it", "{who} {did}.",
    "Another consortium manager, who had no hand in the scores, publishes it.", KEEPER,
)  # fmt: skip
plain(
    "framework.window_open", "Providers can still query their scores", "Queries are open until {until}.",
    "Wait until that day has passed.", "Nobody",
)  # fmt: skip
plain(
    "framework.queries_open", "Queries wait for an answer", "Without an answer: {count}.",
    "Answer each; put scores right where a query is upheld.", KEEPER,
)  # fmt: skip
plain(
    "framework.window_closed", "The time for queries is over", "Queries were open until {until}.",
    "Write to whoever keeps the framework; a score put right later makes a new version.", KEEPER,
)  # fmt: skip
plain(
    "framework.not_open", "The ranking is not open to queries", "It stands at “{state}”.",
    "Scores can be queried while the ranking is open to providers.", KEEPER,
)  # fmt: skip
plain("framework.text_missing", "There is nothing to read", "{what} is empty.", "Write it down.", "You")
plain(
    "framework.reference_taken", "The reference is taken", "“{reference}” is another framework’s reference.",
    "Choose another one.", "You",
)  # fmt: skip
plain(
    "framework.code_unknown", "This is not on the list", "“{code}” is not on the policy pack’s list.",
    "Choose one of the list.", "You",
)  # fmt: skip
plain(
    "framework.outside_period", "It lies outside the framework", "The framework runs {period}.",
    "Choose days inside.", "You",
)  # fmt: skip
plain(
    "framework.number_taken", "The number is taken", "The framework has a lot {number} already.", "Choose another number.", "You",
)  # fmt: skip
plain(
    "framework.weights", "The weights are not 100", "The criteria weigh {sum} % together.",
    "Change the weights so that they make 100 %.", "You",
)  # fmt: skip
plain(
    "framework.no_criteria", "The lot has no criteria", "Nothing says what quality is scored by.",
    "Enter the criteria with their weights.", KEEPER,
)  # fmt: skip
plain(
    "framework.criteria_used", "Scores stand on these criteria", "{count} scores have been entered for this lot.",
    "Criteria stay as they were once scores are entered; a new lot can have others.", KEEPER,
)  # fmt: skip
plain(
    "framework.admitted_before", "The provider is there already", "{provider} stands at “{state}” on this framework.",
    "Open that admission.", "You",
)  # fmt: skip
plain(
    "framework.own_authority", "The keeper needs no access", "{authority} keeps the framework itself.",
    "Choose another authority.", "You",
)  # fmt: skip
plain(
    "framework.checked_later", "The day has not come", "The check would be made on {on}.",
    "Enter the day on which it was made.", "You",
)  # fmt: skip
plain(
    "framework.expires_before", "It would have expired before it was made", "It would expire on {expires}.",
    "Enter a later day, or leave it empty.", "You",
)  # fmt: skip
plain(
    "framework.score_too_high", "The score is too high", "{score} is above {most}.", "Enter 0 to {most}.", "You",
)  # fmt: skip
plain(
    "framework.changes_published", "A published ranking stands on these scores",
    "Version {number} was published with the scores as they are.",
    "Say why they change. The published version stays; a new one takes the new scores.", KEEPER,
)  # fmt: skip
plain(
    "framework.region_unknown", "The lot has no such region", "“{region}” is not a region of this lot.",
    "Choose one of its regions.", "You",
)  # fmt: skip
plain(
    "framework.not_on_lot", "The provider is not on this lot", "{provider} is not on {lot}.", "Add it to the lot first.", KEEPER,
)  # fmt: skip
plain(
    "framework.rule_refuses", "The ranking cannot be worked out", "{message}", "{remedy}", KEEPER,
)  # fmt: skip
plain(
    "framework.version_open", "There is a draft already", "Version {number} for this period is at “{state}”.",
    "Go on with that one, or discard it.", KEEPER,
)  # fmt: skip

say_actions(
    make_framework="Framework added", change_framework="Framework changed", add_lot="Lot added", change_lot="Lot changed",
    set_criteria="Criteria entered", give_access="Access given", end_access="Access ended", apply_provider="Provider put down",
    record_check="Check recorded", place_in_lot="Put into a lot", save_scores="Scores entered", set_price="Price entered",
    make_ranking="Ranking drafted", remake_ranking="Draft made again", ask_query="Query asked",
    **{
        "admission.admit": "Admitted", "admission.decline": "Not admitted", "admission.end": "Admission ended",
        "ranking.open": "Opened to providers", "ranking.publish": "Published", "ranking.replace": "Replaced",
        "ranking.discard": "Discarded", "query.answer": "Query answered", "query.withdraw": "Query taken back",
    },
)  # fmt: skip
