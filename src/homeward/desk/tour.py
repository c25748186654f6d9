"""The tour of the demo: numbered stops that sign you in as the right person and say what to notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.demo import demo_memberships, sign_in_as
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Agreement, Variation
from homeward.apps.approvals.models import Application
from homeward.apps.decisions.models import Contract, Decision
from homeward.apps.exchange.models import DataReturn
from homeward.apps.finance.models import Invoice, ResultFile
from homeward.apps.frameworks.models import RankedPlace, Ranking
from homeward.apps.funding.models import FundingRequest, Reconciliation
from homeward.apps.intake.models import ImportBatch
from homeward.apps.local_policy.queries import waiting
from homeward.apps.meetings.models import Meeting
from homeward.apps.panels.models import Panel
from homeward.apps.privacy.models import AccessRequest, Breach
from homeward.apps.referrals.models import Referral
from homeward.apps.restrictions.models import Restriction
from homeward.apps.searches.models import Offer, Scoring, Search, Widening
from homeward.apps.statements.models import LoadingReview, State, Statement


@dataclass(frozen=True)
class Stop:
    """One stop: whom you become, where you land, what to notice. `where` looks with that person's eyes."""

    slug: str
    title: str
    email: str
    notice: str
    where: Callable[[Actor], str]


def _first(
    model: type[Model], page: str, others: str, *, order: str = "-pk", **wanted: Any
) -> Callable[[Actor], str]:
    """The page of the first such record that the person may see; the list when there is none (any more)."""

    def find(actor: Actor) -> str:
        found = model._default_manager.visible_to(actor).filter(**wanted).order_by(order, "pk").first()  # type: ignore[attr-defined]
        return reverse(page, args=[found.public_id]) if found else reverse(others)

    return find


def _statement(state: State) -> Callable[[Actor], str]:
    """The newest statement in a state that the person may see; the board when there is none (any more)."""

    def find(actor: Actor) -> str:
        found = Statement.objects.visible_to(actor).filter(state=state).order_by("-period", "pk").first()
        return reverse("statement", args=[found.public_id]) if found else reverse("statements")

    return find


def _statement_of(agreement: str, at: str = "loadings") -> Callable[[Actor], str]:
    """The newest statement of an agreement that the person may see, at one of its sections."""

    def find(actor: Actor) -> str:
        found = (
            Statement.objects.visible_to(actor)
            .filter(line__agreement__reference=agreement)
            .order_by("-period", "pk")
            .first()
        )
        return f"{reverse('statement', args=[found.public_id])}#{at}" if found else reverse("statements")

    return find


def _waiting_value(actor: Actor) -> str:
    found = waiting(actor).exclude(entered_by=actor.user).first()
    return reverse("local_value", args=[found.public_id]) if found else reverse("rules")


def _adjusted(actor: Actor) -> str:
    """The newest open statement that settles an earlier quarter; all adjustments when there is none (any more)."""
    found = (
        Statement.objects.visible_to(actor).filter(taken_in__isnull=False).order_by("-period", "pk").first()
    )
    return f"{reverse('statement', args=[found.public_id])}#adjustments" if found else reverse("adjustments")


def _referral(state: str) -> Callable[[Actor], str]:
    """The newest referral in a state, where the person may see one."""

    def find(actor: Actor) -> str:
        found = Referral.objects.visible_to(actor).filter(state=state).annotate(parts=Count("sections"))
        newest = found.order_by("-parts", "-created_at").first()
        return reverse("referral", args=[newest.public_id]) if newest else reverse("referrals")

    return find


def _search(actor: Actor) -> str:
    found = Search.objects.visible_to(actor).filter(state=Search.State.SHORTLIST)
    most = found.annotate(offered=Count("invitations__offers")).order_by("-offered", "pk").first()
    return reverse("home_search", args=[most.public_id]) if most else reverse("home_searches")


def _calls(actor: Actor) -> str:
    """The newest emergency whose homes are to be called."""
    found = Search.objects.visible_to(actor).filter(
        referral__urgency="emergency", state__in=("in_house", "open")
    )
    newest = found.order_by("-begun_at").first()
    return reverse("call_list", args=[newest.public_id]) if newest else reverse("begin_emergency")


def _ranking(state: str, **which: Any) -> Callable[[Actor], str]:
    """The newest ranking in a state that the person may see; all of them when there is none (any more)."""

    def find(actor: Actor) -> str:
        found = (
            Ranking.objects.visible_to(actor).filter(state=state, **which).order_by("-period", "pk").first()
        )
        return reverse("ranking", args=[found.public_id]) if found else reverse("rankings")

    return find


def _own_scores(actor: Actor) -> str:
    """Scores that are open to the provider's queries; its list when there are none (any more)."""
    found = RankedPlace.objects.visible_to(actor).filter(ranking__state="opened").first()
    return reverse("own_standing", args=[found.public_id]) if found else reverse("own_standings")


def _page(name: str) -> Callable[[Actor], str]:
    return lambda actor: reverse(name)


STOPS = (
    Stop("start", "What needs a contract manager today", "priya.raman@dcp.example",
         "Late duties stand first, each with one verb. The small plot shows all lines together; its table is beside it.",
         _page("start")),
    Stop("statement", "A statement that explains itself", "priya.raman@dcp.example",
         "Open “The share is …”: a sentence, then the working, then the clause and the pack version. “Child by child” "
         "opens down to the record and the row it came from. Dashed marks are values no source gives.",
         _statement(State.PROVIDER_AGREED)),
    Stop("loadings", "Loadings: growth in one category, a limit in another", "priya.raman@dcp.example",
         "Under Loadings the contract stands against what counted nights carried. Open a line down to the child, the nights, the "
         "household’s class and since when it is on record. Nights in a household without a class are named, never guessed.",
         _statement_of("DCP-0450")),
    Stop("contract-loading", "What is contracted for loadings is paid with the base", "priya.raman@dcp.example",
         "Under Money each category of the contract has a line of its own, due whatever was carried. Open one: placements, "
         "rate and nights of the quarter. Growth and abatement, under Loadings, are decided apart from it.",
         _statement_of("DCP-0450", "money")),
    Stop("provider", "The provider looks at the same figures", "ravi.nair@redgum.example",
         "The provider sees its own statements only, from the day they are issued. It agrees, or disputes single placements.",
         _statement(State.ISSUED)),
    Stop("dispute", "A dispute waits for its answer", "priya.raman@dcp.example",
         "The claim, the record and the dates stand side by side. Accepting can correct the placement; a new version follows.",
         _statement(State.DISPUTED)),
    Stop("refusal", "Why not? All reasons, and what would lift them", "moana.reid@mallee.example",
         "A young person turned 18 and the care type was not changed, so this quarter cannot be agreed. The card says so "
         "beforehand; press “Agree this line” for the whole refusal.",
         _statement(State.ISSUED)),
    Stop("approve", "Another person approves, within a limit", "helen.marsh@dcp.example",
         "Who agreed or assessed does not approve. The amount is held against the delegation; it can go back with a reason.",
         _statement(State.ASSESSED)),
    Stop("papers", "The quarter as a paper", "tom.whitfield@wattlebird.example",
         "Under Documents: a PDF for the record, tagged for screen readers, and a workbook whose totals recalculate. Both "
         "hold what this provider may read and no more; the assessment is among them because it is approved.",
         _statement(State.PAID)),
    Stop("late", "A record that came after the lock", "moana.reid@mallee.example",
         "A stay of the quarter before ended earlier than was recorded. The agreed statement stays as it is; what is known now "
         "is for reading beside it, and this statement settles the difference, with the record and the reason.",
         _adjusted),
    Stop("payment", "Pay once, with a control total", "marco.rossi@dcp.example",
         "Approved statements go into one batch under one number. Paying again is refused.",
         _page("payments")),
    Stop("answer", "The finance system answers", "marco.rossi@dcp.example",
         "Each row of its file was looked at before it was recorded. One payment was rejected: its statement is approved again "
         "and stands under Payments with the reason.",
         _first(ResultFile, "result_file", "payments", order="-given_at")),
    Stop("accruals", "Delivered and not yet paid", "marco.rossi@dcp.example",
         "At any date, by line and quarter, marked estimate, agreed or approved. Open a provider for the working; the link above "
         "leads to what is committed to the end of the year.",
         _page("accruals")),
    Stop("invoice", "An invoice that differs says why", "marco.rossi@dcp.example",
         "It is held against what both sides may read. The page names the money lines that make the difference.",
         _first(Invoice, "invoice", "invoices", outcome=Invoice.Outcome.DIFFERS)),
    Stop("meeting", "Why a target was missed, and what was agreed on", "priya.raman@dcp.example",
         "The meeting starts from the assessed lines, the provider's reasons and the change since the quarter before, cause by "
         "cause. What somebody takes on is a duty until it is done.",
         _first(Meeting, "meeting", "meetings", order="-held_on", state=Meeting.State.CONFIRMED)),
    Stop("review", "Once a year the data propose the contract loadings", "priya.raman@dcp.example",
         "Contracted and proposed stand side by side, with the nights behind them. “Propose a variation” opens a form already "
         "filled in; both sides sign it before anything changes.",
         _first(LoadingReview, "loading_review", "loading_reviews", order="-year", changes__gt=0, kept_at=None)),
    Stop("nights", "Nights over time, as now known", "priya.raman@dcp.example",
         "Every line and quarter, counted at once from today’s records, beside what was agreed. Where a record came later, the "
         "difference is marked; the agreed figure stays.",
         _page("nights_over_time")),
    Stop("programs", "A program acts for a provider", "ravi.nair@redgum.example",
         "Its token holds two permissions of the role and ends with it; the trail names it beside what it does. Make one and "
         "its secret is shown once. “What programs can do” is the reference.",
         _page("tokens")),
    Stop("variation", "A variation, signed by one side", "priya.raman@dcp.example",
         "Before and after stand side by side, with what follows. The provider has signed its exact bytes; “Read and sign” asks "
         "for your name and password. Open the paper to see each signature held against the stored bytes.",
         _first(Variation, "variation", "variations", order="-since", state=Variation.State.PROVIDER_SIGNED)),
    Stop("ranking", "Who stands where on a framework, and why", "catrin.mair@cwmhelyg.example",
         "Half quality, half price, both as bars and figures. Choose a provider for the working of its points. Two stand "
         "level and share a place, one score is stale, one provider is left out because its insurance ran out.",
         _ranking("published", lot__framework__reference="AF-1", region="Hills")),
    Stop("scores", "A provider reads its own scores, and asks", "dewi.cynan@hafodgrug.example",
         "Its scores, notes and price, and nobody else’s. The place is told when the ranking is published. Until the day "
         "named it can query them.",
         _own_scores),
    Stop("publish", "A second person publishes, once every query is answered", "gareth.puw@bryniau.example",
         "The card names each reason why it cannot be published yet: the window is open, a query waits. Whoever scored, "
         "drafted or opened it cannot publish it at all.",
         _ranking("opened")),
    Stop("referral", "A referral, written as you go", "catrin.mair@cwmhelyg.example",
         "Nine parts, each saved by itself; the card says what is still missing. Try a child’s name in a section: it is refused, "
         "with the letter to write instead. “As a provider will read it” shows what leaves the authority.",
         _referral(Referral.State.DRAFT)),
    Stop("check", "Another person checks it", "aled.bowen@cwmhelyg.example",
         "Whoever wrote a referral does not pass it. What was sent is kept as a version with its digest.",
         _referral(Referral.State.CHECKING)),
    Stop("asked", "Asked for a home, under letters", "nia.hopcyn@onnenlas.example",
         "The provider reads what the home must be and should be, answers each need, and sees nobody else’s offer. Names follow "
         "when its home is on the shortlist.",
         _page("invitations_to_offer")),
    Stop("offers", "Offers side by side, needs first", "catrin.mair@cwmhelyg.example",
         "Offers stayed sealed until answers were closed. Who was asked, who did not answer, who was not asked and why stand "
         "below.",
         _search),
    Stop("calls", "An emergency: whom to call, in which order", "catrin.mair@cwmhelyg.example",
         "From one page to this list: own homes first, then the framework, the best fit first, what is excluded last with its "
         "reasons. Each call is written down; try the phone’s width.", _calls),
    Stop("confirm", "What was said on the telephone is confirmed", "nia.hopcyn@onnenlas.example",
         "The authority wrote down what this provider offered. It confirms it, or puts it right; both stay.",
         _first(Offer, "confirm_offer", "invitations_to_offer", confirm_by__isnull=False, confirmed_at=None)),
    Stop("outside", "Outside the framework, if another agrees", "siwan.tomos@cwmhelyg.example",
         "Why it is asked, what every provider answered, what was judged. While a framework offer suits, nobody can agree.",
         _first(Widening, "decide_widening", "home_searches", state=Widening.State.ASKED)),
    Stop("marks", "Offers put in an order by marks, where people want it", "aled.bowen@cwmhelyg.example",
         "One council’s template: a gateway by the latest inspection, marks for skills with a reason, marks for the fee by the "
         "rule. What no source gives is marked. One offer is kept out until somebody else answers whether that is waived.",
         _first(Scoring, "scoring", "home_searches", state=Scoring.State.OPEN)),
    Stop("decide", "One home is asked for; another person decides", "siwan.tomos@cwmhelyg.example",
         "What stands in the way now, what is still owed, what would lift each and who can, all at once. Whoever asked for the "
         "home does not decide.",
         _first(Decision, "decision", "decisions", state=Decision.State.PROPOSED)),
    Stop("contract", "A contract for these children, signed by both", "catrin.mair@cwmhelyg.example",
         "Drawn up from the offer that was accepted: the weekly price, who pays which part, outcomes, notice. What no source "
         "gives is marked. Change a term: the paper is drawn anew and a signature no longer counts.",
         _first(Contract, "contract", "decisions", order="drawn_at")),
    Stop("cases", "A social worker sees their own cases, and no other child", "lleucu.hywel@cwmhelyg.example",
         "Every second referral of the authority is here; the others look like nothing at all. The child’s page says whose case "
         "it is, since when and who assigned it. She proposes a home; accepting it is not hers.",
         _page("referrals")),
    Stop("notices", "Who gave notice, and who has no next home", "siwan.tomos@cwmhelyg.example",
         "Notice opened the referral for the next home; filter for those without one. Meetings owed after an end nobody "
         "planned have a list of their own.",
         _page("notices_given")),
    Stop("panel", "Last week’s panel: all children and all free places at once", "siwan.tomos@cwmhelyg.example",
         "The best plan beside first come, why this home for each child and what else there was; people agreed, changed or "
         "refused it one by one. The minutes are the file that was closed.",
         _first(Panel, "panel", "panels", order="-since", state=Panel.State.CLOSED)),
    Stop("vacancies", "A home that is free, and near", "catrin.mair@cwmhelyg.example",
         "Every home by its miles from the middle of a district. A word older than the policy’s days is marked, and a home "
         "nobody has located says so. Open one: what its manager says stands beside what the records count, with the working.",
         lambda actor: f"{reverse('vacancies')}?near=QX4&free=later"),
    Stop("free", "Two homes, one press", "nia.hopcyn@onnenlas.example",
         "A provider’s manager says what is free in every home on one screen. When nothing changed, one button confirms all.",
         _page("vacancies_confirm")),
    Stop("where", "Where the children live", "catrin.mair@cwmhelyg.example",
         "Children and placements counted apart on a map of tiles, with its table; out of area and at a distance are tests of "
         "law, the miles are not. What is not known has a row of its own.",
         _page("placements_by_area")),
    Stop("restriction", "A restriction waits for a second person", "gareth.puw@bryniau.example",
         "One manager proposed it, with what would lift it; the other imposes or refuses. It binds this provider in every member "
         "authority, ends no placement, and asks for a review of each child there. Whoever proposed it cannot decide.",
         _first(Restriction, "restriction", "restrictions", state=Restriction.State.PROPOSED)),
    Stop("application", "Becoming a care partner: what is still missing, in words", "hana.wetere@tewharetiaki.example",
         "An invented organisation clarifies two answers. Each step that leads on names what it lacks and who can bring it. "
         "Three views of each domain stand apart. A day aimed at is a target, never a limit.",
         _first(Application, "application", "applications", state="CLARIFY")),
    Stop("gate", "A gate that stays closed says why", "stephen.lowe@tewharetiaki.example",
         "Level 2 accreditation is held, Level 1 is needed. Try to enter the approval phase: nothing changes, every reason is "
         "named, and those who can open the gate are told.",
         _first(Application, "application", "applications", state="QM_ENDORSED")),
    Stop("partner", "The organisation reads its own, and never the hub’s draft", "rangi.paki@tearakowhai.example",
         "Its task list is the readiness template, saved as it goes. What the agency still owes is named; what the "
         "hub found is not.",
         _first(Application, "application", "applications", state="COLLECTING")),
    Stop("contracting", "After the approval: the care model summary waits for the hub", "hana.wetere@tewharetiaki.example",
         "The letter is signed by the delegate who decided. The partner has handed its care model summary in: agree it, or "
         "give it back. Contracting ends when both sides have signed one paper; until then no child is placed and nothing "
         "is paid.",
         _first(Application, "application", "applications", state="CONTRACTING")),
    Stop("agreement", "A signed agreement, varied, side by side", "ana.solomon@nikaubay.example",
         "Another rate and another version of the summary were signed by both. What is new is underlined, what was left out is "
         "struck through, and each changed line says so. Rates are invented and say so; rules without a source are placeholders.",
         _first(Agreement, "agreement_compare", "agreements")),
    Stop("funding", "Money is asked for by one and decided by another", "miriama.poutama@tewharetiaki.example",
         "A partner asked for money that no rate covers, with its reason. You hold a delegation: approve it, and it is paid "
         "with its month, or with the first one not agreed yet. An empty place that a decision of the agency caused opens "
         "such a request by itself.",
         _first(FundingRequest, "funding_request", "funding_requests", state="requested", amount__gt=0)),
    Stop("recovery", "While a dispute is open nothing is recovered", "nikau.pohatu@tewharetiaki.example",
         "A month was set against what was paid, and the outcome decided with its reason and what it means for the children. "
         "The partner disputes the calculation. Whoever decided the outcome does not answer; the matter may be taken "
         "further, step by step.",
         _first(Reconciliation, "reconciliation", "funding", disputes__isnull=False, disputes__closed_on=None)),
    Stop("exchange", "A month handed in, tried out first", "tui.henare@rerenga.example",
         "Two cells are wrong: each names its row, column, reason and remedy, and nothing was handed in. Nights and homes were "
         "filled in from the records, children by a key that says nothing. Before it, a month sent back and put right: both "
         "versions stay as they were.",
         _first(DataReturn, "data_return", "data_returns", state=DataReturn.State.TRIAL)),
    Stop("privacy", "What is held about you, with what was withheld marked", "ruth.calder@tewharetiaki.example",
         "A guardian asks for what is held. The privacy officer decided each item; you are the second person. Confirming "
         "releases nothing yet, and whoever prepared it cannot confirm it. The clock is the Privacy Act’s own calendar.",
         _first(AccessRequest, "access_request", "access_requests", state="checking")),
    Stop("breach", "A breach, and 72 hours that are a target", "rawiri.hohepa@tewharetiaki.example",
         "Serious harm is likely and nobody was told yet: it cannot be closed, and the page says why. The hours have elapsed by "
         "the clock, not by the calendar; they are guidance and refuse nothing. Anybody reports one from the foot of any page.",
         _first(Breach, "breach", "breaches", state="notifiable")),
    Stop("return", "A real statutory return, row by row", "grace.bell@eastmoor.example",
         "5,050 public, invented episodes. Each problem row names its column, the reason and the "
         "remedy; the rest is loaded and counted, by a job that takes a minute after the first start.",
         _first(ImportBatch, "import", "imports", order="-created_at", kind=ImportBatch.Kind.SSDA903)),
    Stop("policy", "A placeholder goes when two people say so", "bram.visser@dcp.example",
         "A steward entered level bands with their source. The page says what would change and which statements it touches; "
         "the second person confirms or declines. Whoever entered a value cannot.",
         _waiting_value),
    Stop("people", "Who may do what", "ines.ferreira@dcp.example",
         "Invite, set role, scope, delegation and dates, deputise, end. An administrator sees no child.",
         _page("people")),
    Stop("audit", "Who looked at which record", "sam.okoro@dcp.example",
         "Reading a child's record is an event in the same transaction as the page.",
         _page("audit")),
)  # fmt: skip


@page(P.PUBLIC)
def tour(request: HttpRequest) -> HttpResponse:
    """All stops. Exists in the demo only."""
    if not settings.DEMO:
        raise Http404
    return render(request, "desk/tour.html", {"stops": STOPS})


@page(P.PUBLIC)
@require_POST
def go(request: HttpRequest, stop: str) -> HttpResponse:
    """Become the stop's person and go there."""
    found = next((s for s in STOPS if s.slug == stop), None)
    if not settings.DEMO or found is None:
        raise Http404
    membership = next((m for m in demo_memberships() if m.user.email == found.email), None)
    if membership is None:
        raise Http404
    sign_in_as(request, membership.user, membership)
    return redirect(found.where(Actor.of(membership)))
