"""The only writers of applications, accreditations and the approvals they lead to."""

from homeward.apps.approvals.services.accrediting import record_accreditation
from homeward.apps.approvals.services.answering import publish_template, save_section
from homeward.apps.approvals.services.care_model import (
    agree_care_model,
    begin_care_model,
    return_care_model,
    save_care_model,
    submit_care_model,
)
from homeward.apps.approvals.services.confirming import comment_review, record_review
from homeward.apps.approvals.services.moving import assign_part, move_application, tell_of_gate
from homeward.apps.approvals.services.raising import finish_task
from homeward.apps.approvals.services.recommending import discuss_feedback, write_recommendation
from homeward.apps.approvals.services.recording import (
    agree_joint_approach,
    ask_joint_approach,
    change_application,
    declare_interest,
    record_conversation,
    record_local_provision,
)
from homeward.apps.approvals.services.registering import Registered, register_interest
from homeward.apps.approvals.services.reviewing import (
    agree_content,
    answer_question,
    ask_question,
    carry_improvement,
    decide_visit,
    describe_visit,
    record_agreed_view,
    record_finding,
)
from homeward.apps.approvals.services.standing import consider_submissions, hear_on_notice, move_approval
from homeward.apps.approvals.services.transition import hear_submission, record_transition

__all__ = [
    "Registered",
    "agree_care_model",
    "begin_care_model",
    "comment_review",
    "finish_task",
    "record_review",
    "return_care_model",
    "save_care_model",
    "submit_care_model",
    "agree_content",
    "agree_joint_approach",
    "answer_question",
    "ask_joint_approach",
    "ask_question",
    "assign_part",
    "carry_improvement",
    "change_application",
    "consider_submissions",
    "decide_visit",
    "declare_interest",
    "describe_visit",
    "discuss_feedback",
    "hear_on_notice",
    "hear_submission",
    "move_application",
    "move_approval",
    "publish_template",
    "record_accreditation",
    "record_agreed_view",
    "record_conversation",
    "record_finding",
    "record_local_provision",
    "record_transition",
    "register_interest",
    "save_section",
    "tell_of_gate",
    "write_recommendation",
]
