"""Applications to become a care partner, and everything that hangs on one."""

from __future__ import annotations

import datetime as dt

import factory

from homeward.apps.approvals import models
from homeward.apps.approvals.templates import first_content
from tests.factories.accounts import CommissioningBodyFactory, OrganisationFactory, UserFactory


class AgencyFactory(CommissioningBodyFactory):
    """An agency of Aotearoa New Zealand."""

    name = factory.Sequence(lambda n: f"Te Whare Whakamātau {n}")
    pack = "nz"
    currency = "NZD"
    time_zone = "Pacific/Auckland"
    languages = ["en", "mi"]


class ApplicationFactory(factory.django.DjangoModelFactory):
    """An interest just logged, without local talks. Give `state=` for one further on the way."""

    class Meta:
        model = models.Application

    body = factory.SubFactory(AgencyFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    reference = factory.Sequence(lambda n: f"BCP-{n:04}")
    state = "INTEREST_LOGGED"
    resumes_at = factory.LazyAttribute(lambda o: "LOCAL_DISCUSSION" if o.state == "PAUSED" else "")
    logged_by = factory.SubFactory(UserFactory)


class OfApplicationFactory(factory.django.DjangoModelFactory):
    """A record of an application: give `application=`, or one is made."""

    class Meta:
        abstract = True

    application = factory.SubFactory(ApplicationFactory)
    body = factory.LazyAttribute(lambda o: o.application.body)
    organisation = factory.LazyAttribute(lambda o: o.application.organisation)


class AssignedRoleFactory(OfApplicationFactory):
    class Meta:
        model = models.AssignedRole

    part = "LOCAL"
    user = factory.SubFactory(UserFactory)


class InterestNoticeFactory(OfApplicationFactory):
    class Meta:
        model = models.InterestNotice

    part = "LOCAL"
    name_given = factory.LazyAttribute(lambda o: o.organisation.name)
    told_by = factory.SubFactory(UserFactory)


class JourneyStepFactory(OfApplicationFactory):
    class Meta:
        model = models.JourneyStep

    move = "log_by_local"
    to_state = "INTEREST_LOGGED"
    by = factory.SubFactory(UserFactory)


class DeclaredInterestFactory(OfApplicationFactory):
    class Meta:
        model = models.DeclaredInterest

    user = factory.SubFactory(UserFactory)
    text = "A sister is on its board."


class LocalProvisionFactory(OfApplicationFactory):
    class Meta:
        model = models.LocalProvision

    there_already = "Two whānau homes of one partner."
    spoken_to = "The site manager, and the rūnanga."
    with_whanau = "Caregivers are found among the whānau first."
    recorded_by = factory.SubFactory(UserFactory)


class BecomingConversationFactory(OfApplicationFactory):
    class Meta:
        model = models.BecomingConversation

    held_on = dt.date(2026, 8, 3)
    recorded_by = factory.SubFactory(UserFactory)


class ReadinessTemplateFactory(factory.django.DjangoModelFactory):
    """The template as the pack begins it."""

    class Meta:
        model = models.ReadinessTemplate

    body = factory.SubFactory(AgencyFactory)
    number = factory.Sequence(lambda n: n + 1)
    content = factory.LazyAttribute(lambda o: first_content(o.body))
    published_by = factory.SubFactory(UserFactory)


class ReadinessAnswerFactory(OfApplicationFactory):
    class Meta:
        model = models.ReadinessAnswer

    section = "safety"
    template = factory.LazyAttribute(lambda o: ReadinessTemplateFactory(body=o.body))
    saved_by = factory.SubFactory(UserFactory)


class SubmissionFactory(OfApplicationFactory):
    class Meta:
        model = models.Submission

    number = 1
    content = factory.LazyFunction(list)
    digest = "0" * 64
    by = factory.SubFactory(UserFactory)


class FindingFactory(OfApplicationFactory):
    class Meta:
        model = models.Finding

    section = "safety"
    view = "in_place"
    text = "Each kaimahi is checked before the first day."
    found_by = factory.SubFactory(UserFactory)


class AgreedViewFactory(OfApplicationFactory):
    class Meta:
        model = models.AgreedView

    section = "safety"
    view = "in_place"
    text = "Checks are in place; the register is being written."
    recorded_by = factory.SubFactory(UserFactory)


class ReadinessVisitFactory(OfApplicationFactory):
    class Meta:
        model = models.ReadinessVisit

    is_wanted = True
    reason = "To see the home."
    decided_by = factory.SubFactory(UserFactory)


class ClarificationFactory(OfApplicationFactory):
    class Meta:
        model = models.Clarification

    section = "safety"
    question = "Who checks the two kaimahi named in July?"
    asked_by = factory.SubFactory(UserFactory)


class ContentAgreementFactory(OfApplicationFactory):
    class Meta:
        model = models.ContentAgreement

    side = "hub"
    digest = "0" * 64
    by = factory.SubFactory(UserFactory)


class RecommendationFactory(OfApplicationFactory):
    class Meta:
        model = models.Recommendation

    number = 1
    text = "We recommend approval."
    kinds = ["iwi_social_service"]
    with_whanau = "Caregivers are whānau."
    drafted_by = factory.SubFactory(UserFactory)


class RecommendationFeedbackFactory(OfApplicationFactory):
    class Meta:
        model = models.RecommendationFeedback

    recommendation = factory.LazyAttribute(lambda o: RecommendationFactory(application=o.application))
    text = "Say more of training."
    given_by = factory.SubFactory(UserFactory)


class AdvisoryAdviceFactory(OfApplicationFactory):
    class Meta:
        model = models.AdvisoryAdvice

    met_on = dt.date(2026, 10, 1)
    present = "Three members"
    advice = "Approve."
    recorded_by = factory.SubFactory(UserFactory)


class ApplicationDecisionFactory(OfApplicationFactory):
    class Meta:
        model = models.ApplicationDecision

    outcome = "approved"
    kinds = ["iwi_social_service"]
    section = "396"
    reasons = "Suitable and capable."
    submissions_by = factory.LazyAttribute(
        lambda o: dt.date(2026, 12, 1) if o.outcome == "decline_proposed" else None
    )
    decided_by = factory.SubFactory(UserFactory)


class DeclineSubmissionFactory(OfApplicationFactory):
    class Meta:
        model = models.DeclineSubmission

    decision = factory.LazyAttribute(
        lambda o: ApplicationDecisionFactory(application=o.application, outcome="decline_proposed")
    )
    text = "The finding overlooks the new house."
    recorded_by = factory.SubFactory(UserFactory)


class TransitionFactory(OfApplicationFactory):
    class Meta:
        model = models.Transition


class PartnerApprovalFactory(OfApplicationFactory):
    class Meta:
        model = models.PartnerApproval

    approved_on = dt.date(2026, 10, 31)
    kinds = ["iwi_social_service"]
    section = "396"


class AccreditationFactory(factory.django.DjangoModelFactory):
    """Level 1, granted. Give `body=` and `organisation=` of an application."""

    class Meta:
        model = models.Accreditation

    body = factory.SubFactory(AgencyFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    level = 1
    status = "accredited"
    granted_on = dt.date(2026, 2, 2)
    review_due_on = dt.date(2028, 2, 2)
    recorded_by = factory.SubFactory(UserFactory)


class RaisedTaskFactory(OfApplicationFactory):
    class Meta:
        model = models.RaisedTask

    task = "gazette_notice"
    raised_by = factory.SubFactory(UserFactory)


class QualityReviewFactory(factory.django.DjangoModelFactory):
    """A review on which an approval may be confirmed. Give `approval=`."""

    class Meta:
        model = models.QualityReview

    approval = factory.SubFactory(PartnerApprovalFactory)
    body = factory.LazyAttribute(lambda o: o.approval.body)
    organisation = factory.LazyAttribute(lambda o: o.approval.organisation)
    reported_on = dt.date(2028, 10, 2)
    outcome = "confirmed"
    reasons = "Practice is sound in every domain that was looked at."
    recorded_by = factory.SubFactory(UserFactory)
