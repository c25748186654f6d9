"""How the reasons and actions of this app read."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "application.not_running",
    title="The application is not under way",
    fact="{reference} is paused or over; nothing is recorded in it now.",
    lift="Resume it. What is over stays as it was: a new interest begins a new application.",
    who="The partner, or the national quality lead",
)
plain(
    "application.other_part",
    title="This is another person’s part",
    fact="In this application it is done by: {parts}.",
    lift="The person named on the application does it, or the lead gives the part to you.",
    who="The national quality lead",
)
plain(
    "application.not_now",
    title="The journey does not stand there",
    fact="It stands at “{state}”. This is done at: {allowed}.",
    lift="Take the steps between, in their order.",
    who="Whoever holds it now",
)
plain(
    "application.in_future",
    title="The day has not come",
    fact="{day} lies after today. Only what has happened is written down.",
    lift="Enter the day on which it happened.",
    who="You",
)
plain(
    "application.in_past",
    title="The day has passed",
    fact="{day} lies before today.",
    lift="Enter today or a later day.",
    who="You",
)
plain(
    "application.submit_before_held",
    title="The template cannot be due before the conversation",
    fact="The conversation was on {held}; the day to hand in, {day}, is not after it.",
    lift="Agree a later day.",
    who="You, with the partner",
)
plain(
    "application.joint_asked",
    title="A joint approach was asked for already",
    fact="The wish for a joint approach is on record with {reference}.",
    lift="Nothing more is needed. Hub and accreditor agree how they plan it.",
    who="The hub and the accreditor",
)
plain(
    "application.other_number",
    title="{name} is known by another business number",
    fact="{name} is on record with another business number than {given}.",
    lift="Check the number. Two legal entities of one name need names that tell them apart.",
    who="You",
)
plain(
    "application.template_same",
    title="Nothing was changed",
    fact="This is the text of version {number}.",
    lift="Change a question, or leave the template as it is.",
    who="You",
)
plain(
    "application.template_empty",
    title="A section has no question",
    fact="“{section}” has no question left.",
    lift="Give it at least one question.",
    who="You",
)
plain(
    "application.visit_held",
    title="The visit has been made",
    fact="A visit is on record for {reference}.",
    lift="Record what was understood there; whether to make it is decided.",
    who="The national quality lead",
)
plain(
    "application.agreed_before",
    title="This side has agreed",
    fact="{side} has agreed to the content as it stands.",
    lift="Nothing more is needed while the content stays as it is.",
    who="The other side",
)
plain(
    "application.question_settled",
    title="The question is settled",
    fact="It was answered, or carried as an improvement.",
    lift="Ask a new question if something is still open.",
    who="The national quality lead",
)
plain(
    "application.not_in_role",
    title="{who} does not have that role",
    fact="{who} holds no role in force that does this part.",
    lift="Choose somebody who has the role, or ask an administrator to give it.",
    who="An administrator",
)
plain(
    "approval.no_notice",
    title="No notice of revocation runs",
    fact="The approval stands at “{state}”.",
    lift="Submissions are made while a notice of revocation runs.",
    who="The deputy chief executive gives a notice",
)
plain(
    "approval.nothing_heard",
    title="Nothing was submitted",
    fact="{name} has not said anything to the notice.",
    lift="Wait for what it says, or for the end of the days of notice.",
    who="The care partner",
)
plain(
    "letter.other_decided",
    title="The letter is signed by whoever decided",
    fact="{name} took the decision.",
    lift="{name} signs it, or somebody who acts for {name}.",
    who="{name}",
)
plain(
    "task.done",
    title="It is done already",
    fact="It was written down as done on {day}.",
    lift="Nothing more is needed.",
    who="Nobody",
)
plain(
    "care_model.open",
    title="A version is under way",
    fact="Version {number} is not agreed yet.",
    lift="Finish that one first; the next version follows an agreed one.",
    who="The care partner and the national quality lead",
)
plain(
    "care_model.not_now",
    title="This version is not open to that",
    fact="Version {number} is {state}.",
    lift="What is handed in is read by the hub; what is agreed is changed by the next version.",
    who="The care partner or the national quality lead",
)
plain(
    "care_model.unanswered",
    title="{section}: not every question is answered",
    fact="Still open: {questions}",
    lift="Answer them, in as few words as say it.",
    who="The care partner",
)
plain(
    "review.approval_over",
    title="The approval is over",
    fact="{name} is not approved any more, so nothing is confirmed.",
    lift="Nothing. A new way begins with a new interest.",
    who="Nobody",
)
plain(
    "review.before_approval",
    title="The review cannot lie before the approval",
    fact="The approval was given on {day}.",
    lift="Give the day of the report, after that day.",
    who="You",
)
plain(
    "review.twice",
    title="A review of that day is on record",
    fact="One report of {day} is recorded already.",
    lift="Check the day of the report.",
    who="You",
)
plain(
    "review.again",
    title="A deferral names the day it is looked at again",
    fact="No day after the report is given.",
    lift="Give the day on which it is looked at again.",
    who="You",
)
plain(
    "review.safety",
    title="Safety is not yet in place, and nothing says why this outcome",
    fact="Where Safety is not yet in place, the outcome says expressly why it is as it is.",
    lift="Write why.",
    who="You",
)
plain(
    "accreditation.review_before_grant",
    title="The review cannot be due before the grant",
    fact="The day of the next review is not after the day of the grant.",
    lift="Correct one of the two days.",
    who="You",
)

say_actions(
    register_interest="Interest logged",
    join_interest="A second notice joined",
    record_local_provision="Local provision recorded",
    record_conversation="Conversation recorded",
    change_application="Details changed",
    ask_joint_approach="Joint approach asked for",
    agree_joint_approach="Joint approach agreed",
    declare_interest="Interest declared",
    save_section="Section saved",
    record_finding="Finding recorded",
    record_agreed_view="Agreed view recorded",
    ask_question="Question asked",
    answer_question="Question answered",
    carry_improvement="Carried as an improvement",
    decide_visit="Visit decided",
    describe_visit="Visit recorded",
    agree_content="Content agreed",
    write_recommendation="Recommendation written",
    discuss_feedback="Feedback talked through",
    record_accreditation="Accreditation recorded",
    publish_template="Template published",
    move_application="Moved on",
    assign_part="Part given",
    tell_of_gate="A gate stayed closed",
    record_transition="Transition recorded",
    sign_letter="Letter signed",
    finish_task="Work done",
    begin_care_model="Care model summary begun",
    save_care_model="Care model summary saved",
    submit_care_model="Care model summary handed in",
    agree_care_model="Care model summary agreed",
    return_care_model="Care model summary given back",
    record_review="Quality review recorded",
    comment_review="Comment on the review recorded",
    hear_submission="Submission recorded",
    move_approval="Approval changed",
    hear_on_notice="Submission on the notice recorded",
    consider_submissions="Submissions considered",
)
