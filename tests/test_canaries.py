"""Every column of every row carries a canary: who may read which?

A TRC officer looks at every address; the rows belong to other patrols and other people's files.
Every other role looks at those that it may open; there are rows of open files, and of files that
are closed to all but strangers. What each may read is a table, written by hand from docs/roles.md
and docs/access.md.
"""

import io
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import CharField, Max, Value
from django.db.models.functions import Cast, Concat
from django.urls import resolve, reverse
from pypdf import PdfReader

from cases.casework.notes.models import Note
from cases.casework.plans.models import Plan, PlanItem
from cases.people.models import Person
from cases.stays.models import Stay
from partners.referrals.models import Referral
from rptc import days
from rptc.accounts.permissions import Role
from rptc.lists import TAKES
from rptc.logs import Json
from tests import factories as f
from tests.database_roles import as_owner, learn_sizes
from tests.sizes import IS_FULL
from tests.test_permissions import ACCESS, PUBLIC, URLS, make_url, statement

pytestmark = [pytest.mark.django_db, pytest.mark.gate]

# What every officer may read: the ground of the work, colleagues, the letterhead, and reports from
# the public, which every officer takes and answers, without who made them.
FOR_ALL = {
    "accounts.User.full_name",
    # What somebody can be certified for; each reads their own certificates.
    "cases.CertificateKind.name",
    "cases.Classification.name",
    "cases.Classification.short_name",
    "cases.HotSpot.name",
    # What is told to every klien.
    "cases.LegalBasis.basis",
    "cases.LegalBasis.text",
    "cases.OrderLetter.number",
    # The prevention register, about no klien.
    "cases.Prevention.done_by",
    "cases.Prevention.drop_reason",
    "cases.Prevention.material",
    "cases.Prevention.note",
    "cases.Prevention.place",
    "cases.Prevention.subject",
    "cases.PublicReport.handled_note",
    "cases.PublicReport.place",
    "cases.PublicReport.ticket",
    "cases.PublicReport.what",
    "cases.Region.name",
    # What whoever heard of violence has to do, and where.
    "cases.ReportOffice.name",
    "cases.ReportOffice.phone",
    "cases.ReportRule.name",
    "cases.ReportRule.source",
    "cases.SheetBatch.for_whom",
    "cases.Team.name",
    "cases.Vehicle.name",
    "cases.Vehicle.plate",
    # On what the house stands: read by whoever works here.
    "letters.Procedure.articles",
    "letters.Procedure.number",
    "letters.Procedure.title",
    "letters.Unit.address",
    "letters.Unit.agency",
    "letters.Unit.city",
    "letters.Unit.email",
    "letters.Unit.government",
    "letters.Unit.name",
    "letters.Unit.phone",
    "letters.Unit.website",
}
# Keys and numbers with a form: with a canary in one, a page would fail and show nothing.
NO_TEXT = {
    "cases.Classification.code",
    "cases.PaperKind.code",
    # What lies under a key is planted as words (beside, and tests/cases/health).
    *(f"cases.Finding.sealed_{word}" for word in ("complaint", "finding", "treatment", "reason")),
    "cases.Medicine.sealed_name",
    "cases.Consent.sealed_recipient",
    "cases.Consent.sealed_said",
    "cases.StandIn.sealed_reason",
    "cases.StandIn.sealed_end_reason",
    "cases.LegalNote.sealed_text",
    *(f"cases.ViolenceWords.sealed_{word}" for word in ("said", "whom", "reason")),
    "cases.ComplaintChannel.code",
    *(f"cases.Complaint.sealed_{word}" for word in ("words", "name", "phone")),
    *(f"cases.Complaint.sealed_{word}" for word in ("finding", "answer")),
    "cases.SkmRound.token",
    "cases.Note.sealed_reason",
    "cases.Note.sealed_text",
    "cases.NoteDraft.sealed",
    "cases.RegisterImport.sheet",
    "letters.LetterKind.code",
    "letters.Signatory.nip",
    "partners.Source.phone",
    # Read as JSON, and compared with the picture.
    *(f"partners.ReferralItem.{word}" for word in ("sealed_reason", "sealed_words", "sha256")),
}


ASKS = ("?q=zq", "?show=all")


def columns():
    """(model, field) of every free text of our tables, with a token of its own."""
    found = [
        (model, field)
        for label in ["accounts", "upkeep", "resets", "letters", "cases", "partners", "reports"]
        for model in apps.get_app_config(label).get_models()
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.primary_key
        and (field.max_length or 99) >= 12
        and f"{model._meta.label}.{field.name}" not in NO_TEXT
    ]
    return {f"zq{n:03}q": pair for n, pair in enumerate(found)}


def plant():
    """{token: "app.Model.field"} of what the database took; a NIK, a hash, a key and a frozen
    letter refuse it."""
    planted = {}
    for token, (model, field) in columns().items():
        text = Concat(Value(token), Cast("pk", CharField()))
        try:
            with _as_written(model), transaction.atomic():
                if model._base_manager.update(**{field.name: text}):
                    planted[token] = f"{model._meta.label}.{field.name}"
        except DatabaseError:
            continue
    learn_sizes()
    return planted


@contextmanager
def _as_written(model):
    """What the head has read, a plan or a referral, is frozen by triggers alone: words are planted
    past them."""
    if model not in {Plan, PlanItem, Referral}:
        yield
        return
    with as_owner(), pgtrigger.ignore():
        yield


def text_of(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("application/pdf"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if kind.endswith(".sheet"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return "".join(parts.read(name).decode() for name in parts.namelist())
    return body.decode("utf-8", "replace") + str(response.headers)


@pytest.fixture
def addresses():
    """Every address, about rows of another officer's patrols and other people's files."""
    other = f.UserFactory(roles=[Role.FIELD, Role.SOCIAL_WORKER])
    member = f.MemberFactory().user
    made = [
        make_url(name, member if "portal" in name else other)
        for name in sorted(URLS.keys() - PUBLIC)
    ]
    for person in Person.objects.all():
        statement({"person_id": person.pk})
        f.FlagFactory(person=person)
        f.RelationFactory(other=person, marked=True)
    for plan in Plan.objects.all():
        f.PlanItemFactory(plan=plan)
    return made


def queries(address):
    """Looked for and shown whole, where an address is of no row: a list, a count, a page of
    figures."""
    is_of_rows = "?" in address or any(letter.isdigit() for letter in address)
    return [""] if is_of_rows and not IS_FULL else ["", *(q for q in ASKS if "?" not in address)]


def read_by(client, user, addresses):
    """Everything that these addresses say to a user."""
    client.force_login(user)
    for address in addresses:
        for query in queries(address):
            with transaction.atomic():
                yield address + query, text_of(client.get(address + query))
                transaction.set_rollback(True)


def test_as_trc_no_address_shows_what_is_another_patrols(client, addresses):
    planted = plant()
    officer = f.UserFactory(roles=[Role.FIELD])
    own = [make_url(name, officer) for name in sorted(ACCESS) if Role.FIELD in ACCESS[name]]
    told = [
        f"{address} shows {planted[token]}"
        for address, text in read_by(client, officer, addresses + own)
        for token in planted
        if token in text and planted[token] not in FOR_ALL
    ]
    assert told == []


def test_the_canaries_sing_for_whoever_may_hear_them(client, addresses):
    planted = plant()
    head = f.UserFactory(roles=[Role.HEAD])
    deaf = {
        "cases.Person.name",
        "cases.Person.remarks",
        "cases.Statement.text",
        "cases.Intake.remarks",
        "cases.Flag.reason",
        "cases.PlanItem.goal",
        "cases.Exit.receiver",
        "partners.Referral.need",
    }
    assert deaf <= set(planted.values())
    for _, text in read_by(client, head, addresses):
        deaf -= {column for token, column in planted.items() if token in text}
        if not deaf:
            break
    assert deaf == set()


def test_a_hint_for_who_types_nearly_the_name_is_masked(client):
    f.IntakeFactory(person__name="Kenarisatu Duapuluh", person__alias="Kenaritiga")
    client.force_login(f.UserFactory(roles=[Role.FIELD]))
    told = client.get(reverse("cases:person_likely"), {"name": "Kenarisatu Duapulu", "sex": "L"})
    assert told.status_code == 200
    assert "Duapuluh" not in text_of(told)
    assert "Kenaritiga" not in text_of(told)


# -- Every role ---------------------------------------------------------------------------------

# "zq012q7z": the column, and the row.
CANARY = re.compile(r"(zq\d{3}q)(\d+)z")
# What travels to a partner is no column of text.
PACKET = "zq999q"
# The words of a note above the team lie under a key.
SEALED = "zq998q"
TIMES = 2 if IS_FULL else 1
EXPORT, WHY = "cases:register_export", "Laporan tahunan unit."
# A note stands only where there is a mark: it goes when the mark is taken off. Words lie plain in
# notes of the team alone, a reason in a correction.
ONLY_WHERE = {
    "cases.Relation.exploitation_note": {"suspected_exploitation": True},
    "cases.Note.text": {"level": "team"},
    "cases.Note.reason": {"level": "team", "corrects__isnull": False},
}


def of(model, names):
    return {f"{model}.{name}" for name in names.split()}


# What runs the house, and is about no klien: for whoever works here (K1, docs/data.md).
WORK = {
    "accounts.User.full_name",
    "cases.ClassificationAlias.alias",
    "cases.Hospital.name",
    *of("cases.ComplaintChannel", "name source"),
    "cases.HelpReason.name",
    "cases.BudgetLine.name",
    *of("cases.PaperOffice", "name addressee"),
    "cases.PaperKind.name",
    "cases.OrderLetter.number",
    "cases.Region.name",
    *of("cases.ReportRule", "name source"),
    *of("cases.PlacementLimit", "name source"),
    *of("cases.ReportOffice", "name phone"),
    "cases.SheetBatch.for_whom",
    "cases.PaperSheet.void_reason",
    "cases.Team.name",
    "cases.StayRule.legal_basis",
    "cases.PromiseText.text",
    *of("cases.Bed", "label"),
    *of("cases.Classification", "name short_name"),
    *of("cases.ExitKind", "name"),
    *of("cases.HotSpot", "name note"),
    *of("cases.ImportantNumber", "name number"),
    *of("cases.Room", "name"),
    *of("cases.ServiceKind", "name"),
    *of("cases.CertificateKind", "name"),
    *of("cases.TriageQuestion", "code text act bed_hint"),
    *of("cases.FreeDay", "name"),
    *of("reports.SpecialPeriod", "name"),
    *of("cases.PlanTemplate", "name aim"),
    *of("cases.TemplateLine", "goal expected"),
    *of("cases.Question", "code text options"),
    *of("cases.QuestionSet", "why"),
    *of("cases.RiskPoint", "question option"),
    *of("cases.RiskRule", "why"),
    *of("cases.Section", "name"),
    *of("cases.Vehicle", "plate name"),
    # How the indicators are counted.
    *of("reports.IndicatorDefinition", "measure how"),
    *of("letters.LetterKind", "name title classification pattern"),
    *of("letters.Procedure", "number title articles"),
    *of("letters.Signatory", "name title rank"),
    *of("letters.Unit", "government agency name address phone website email city source"),
}
# The number of who calls about the street is secret; what they saw, all who ride out read.
REPORTS = of("cases.PublicReport", "ticket place what handled_note")
# Sosialisasi, himbauan, kampanye: of no klien, for the house.
REPORTS |= of("cases.Prevention", "subject place done_by material note drop_reason")
# Whom to call: the head about a closed file, a social worker about a referral.
CALLED = of("accounts.User", "position phone")
ACCOUNTS = of("accounts.User", "username full_name nip position phone")
# Rows that hang on no klien, though their words may be about one: whose shift it is, reads them.
OF_THE_HOUSE = {
    *of("cases.ShiftNote", "state_of_house to_watch to_do things"),
    *of("cases.Task", "what proof cancel_reason"),
    *of("cases.Inquiry", "asker relation phone sought missing_since note outcome_note"),
    *of("cases.Unwelcome", "name relation description reason end_reason"),
    *of("cases.Mediation", "attended text"),
    *of("cases.GroupSession", "topic place led_by_name"),
}
# What the house must know to keep somebody safe, and to release nobody to the wrong one.
HOUSE = {
    *of("cases.Person", "name alias found"),
    *of("cases.Intake", "place outcome_reason"),
    # Why somebody has not arrived yet, as the officers say it.
    "reports.FalseAlarm.reason",
    *of("cases.Triage", "act bed_hint impossible_reason act_result"),
    *of("cases.Flag", "whom what_to_do"),
    *of("cases.Photo", "note"),
    *of("cases.Visit", "visitor relation id_number phone reason things"),
    *of("cases.Incident", "place what done_at_once no_people follow_up"),
    "cases.IncidentPerson.name",
    *of("cases.Leave", "place escort note"),
    # What must not be given, and what is, under the label that the house knows.
    *of("cases.Allergy", "substance reaction told_by_name end_reason"),
    *of("cases.Medicine", "label dose note prescribed_by end_reason"),
    *of("cases.Dose", "said amount"),
    # Who sits beside them tonight.
    "cases.HospitalGuard.who",
    *of("cases.Absence", "note"),
    *of("cases.Service", "absence_note"),
    *of("cases.AbsenceAct", "note"),
    *of("cases.RollCallRow", "note"),
    *of("cases.BedUse", "reason override"),
    # Who answered for whom, and in which language; to whom and in which words lies under the key.
    *of("cases.Consent", "guardian relation language interpreter"),
    "cases.StandIn.decision_note",
    "cases.ConsentWithdrawal.said_by",
    *of("cases.Bag", "number witness void_reason"),
    *of("cases.Belonging", "what note"),
    *of("cases.BelongingEnd", "to_whom reason"),
    *of("cases.MoneyMovement", "to_whom witness note"),
    # How long they stay, and to whom they are handed over at which conditions.
    *of("cases.Extension", "reason decision_note"),
    *of("cases.Exit", "receiver relation address receiver_phone identity_number items_handed"),
    *of("cases.Exit", "home_checked_by home_result home_unchecked_reason reason decision_note"),
    *of("cases.ExitProof", "number note"),
    *of("cases.ExitWitness", "name address phone nik"),
    *of("cases.Receiver", "name relation identity_number telephone"),
    "letters.Letter.number",
    # Who signed what was handed over at the door.
    *of("letters.Signature", "name as_whom"),
}
# The whole file: what a social worker reads beyond that.
FILE = HOUSE | {
    *of("cases.Person", "mother_name birthplace nik kk origin_text school address marks remarks"),
    "cases.Statement.text",
    "cases.Finding.told_by_name",
    *of("cases.HospitalStay", "payer_note guarantee_number"),
    *of("cases.HospitalNews", "heard_from"),
    "cases.HospitalBill.receipt",
    *of("cases.Help", "what why cancel_reason decision_note received_by"),
    # Which office took a report of violence.
    *of("cases.ReportToOffice", "receiver number"),
    *of("cases.Placement", "office letter_number"),
    *of("cases.LegalMatter", "about police_unit police_number investigator bapas_officer"),
    *of("cases.LegalMatter", "lawyer court_number outcome"),
    *of("cases.Hearing", "place purpose result cancel_reason"),
    *of("cases.Paper", "number note"),
    *of("cases.PaperRequest", "receipt end_words"),
    "cases.PaperWord.words",
    *of("cases.Homecoming", "place budget_line arrived_told_by arrived_how end_reason"),
    *of("cases.HomecomingPiece", "who relation phone number words"),
    "cases.SiksEntry.take_back_reason",
    "cases.PaperRefusal.reason",
    "cases.PaperRefusalEnd.words",
    *of("cases.Intake", "activity remarks register_row"),
    *of("cases.Flag", "reason end_reason"),
    *of("cases.Contest", "said_by reason decision_note"),
    *of("cases.Assessment", "conclusion"),
    *of("cases.Answer", "chosen words"),
    *of("cases.Plan", "aim wishes why decision_note"),
    *of("cases.PlanItem", "goal owner_name expected result_reason"),
    "cases.BriefGuidance.text",
    *of("cases.Conference", "place about minutes end_reason"),
    *of("cases.Attendee", "office name"),
    *of("cases.ConferenceDecision", "text office"),
    *of("cases.Plan", "aim wishes decision_note"),
    *of("cases.PlanItem", "goal result_reason"),
    *of("cases.Service", "result done_by_name off_reason"),
    *of("cases.Training", "subject organiser place stop_reason certificate kit"),
    # Of the team; of a secret one nothing, for nobody here has its case.
    *of("cases.Note", "text reason"),
    "cases.ProgressReport.conclusion",
    "cases.ProgressRow.remark",
    *of("cases.Assignment", "reason decision_note"),
    *of("cases.FollowUp", "met reason note next_text"),
    *of("cases.Merge", "reason decision_note"),
    "cases.Double.reason",
    "cases.Correction.reason",
    # What a child said; never the house's (HOUSE).
    "cases.ChildVictim.said",
    "cases.Refusal.name",
    *of("cases.Relation", "exploitation_note"),
    *of(
        "cases.Death",
        "place found_by doctor examined_where cause police family family_untold_reason"
        " burial_place burial_by",
    ),
    *of("partners.Referral", "need message without_basis decision_note packet"),
    *of("partners.ReferralStep", "reason said_by"),
    *of("partners.SafetyRead", "said_to"),
    *of("partners.Reminder", "words said_by"),
    *of("partners.PartnerIncident", "said_by"),
    *of("partners.IncidentNote", "name relation telephone said_by"),
    *of("partners.IncidentReply", "to_name to_relation message"),
    *of("partners.MonthReport", "said_by"),
    *of("partners.Arrival", "received_by received_as brought_by note"),
    *of("partners.ArrivalThing", "what word closed_why"),
}
PARTNERS = {
    *of("partners.Partner", "name short_name about address phone takes_not"),
    *of("partners.PartnerContact", "name position phone"),
    *of("partners.PartnerPaper", "number"),
    *of("partners.FreePlaces", "said_by"),
}
# Whom a partner wants to let log in; for whom its telephones are.
PROPOSED = of("partners.ProposedMember", "name position phone why_not")
PARTNER_PHONES = {"cases.Device.name"}
# On what a referral rests: of no klien.
AGREEMENTS = of(
    "partners.Agreement",
    "our_number their_number subject scope duties funding decision_note end_reason",
)
# What was said, promised and given: of no klien.
MEETINGS = {
    *of("partners.Pledge", "what unit"),
    *of("partners.Contribution", "giver_name what unit paper_number decision_note end_reason"),
    *of("partners.EarlierReferral", "number"),
    *of("partners.Meeting", "subject place ours minutes end_reason"),
    *of("partners.MeetingPartner", "came"),
    *of("partners.MeetingDecision", "what owner_name end_note"),
}
# What the unit owes whom, and that it was sent: of nobody.
CALENDAR = (
    of("reports.OfficialReport", "name recipient ground")
    | of("reports.ReportSent", "number take_back_reason")
    | of("reports.SpmTarget", "ground")
    | of("reports.CityPartWord", "problems follow_up")
)
# Neighbours that help: of nobody.
SOURCES = of("partners.Source", "name about contact")
LETTERS = of("letters.Letter", "number number_source about check_code inserted_because") | of(
    "letters.Withdrawal", "reason decision_note"
)
# What a kind of letter says: of nobody.
TEXTS = of(
    "letters.LetterText",
    "heading addressee nature enclosure legal_basis body signers copies",
) | of("letters.TextProposal", "reason decision_note")
# Why a recap was not closed.
TEXTS |= of("reports.Closing", "decision_note")
PATROLS = of("cases.Patrol", "route companions note")
IMPORTS = of("cases.RegisterImport", "file_name sheet")
# What the Dinas decides in the head's place: what is asked, and nobody's name.
ASKED = {
    *of("cases.Exit", "receiver relation address reason items_handed home_unchecked_reason"),
    *of("cases.Extension", "reason"),
    *of("cases.Help", "what why"),
    *of("cases.Plan", "aim wishes why decision_note"),
    *of("cases.PlanItem", "goal owner_name expected"),
    *of("cases.Contest", "said_by reason"),
    "cases.Intake.place",
    # To whom somebody must not be handed over.
    *of("cases.Flag", "whom what_to_do reason"),
    *of("cases.Merge", "reason"),
    *of("partners.Referral", "need message without_basis"),
    *AGREEMENTS,
    *of("partners.Pledge", "what unit"),
    *of("partners.Contribution", "giver_name what unit paper_number"),
    *of("partners.Partner", "name short_name"),
    *of("letters.Withdrawal", "reason"),
    *of("letters.Letter", "number about"),
}
SETTINGS = (
    WORK | ACCOUNTS | of("letters.Signatory", "nip") | of("accounts.Delegation", "order_number")
)
RESETS = of("resets.Reset", "reason decision_note")

THE_LETTER = of("letters.Letter", "about inserted_because")

# On one page, beyond what a role may read elsewhere: whoever decides a release reads to whom the
# child must not go, who that is and why (docs/access.md).
ALSO_TOLD = {
    (Role.AGENCY, "cases:exit_decide"): {"cases.Person.name", "cases.Relation.exploitation_note"},
    # Whom the night calls.
    (Role.CARETAKER, "cases:evening_sheet"): {"accounts.User.phone"},
    (Role.CARETAKER, "partners:partner_incident_alerts"): {"accounts.User.phone"},
    # What is told to every klien.
    (Role.CARETAKER, "cases:consent_told_print"): of("cases.LegalBasis", "basis text"),
    (Role.CARETAKER, "cases:consent_tell"): of("cases.LegalBasis", "basis text"),
    # "Berkas 00012": the letter of an act that is theirs, by the number that the house knows.
    (Role.CARETAKER, "letters:letter_withdraw"): THE_LETTER,
    (Role.SOCIAL_WORKER, "letters:letter_withdraw"): THE_LETTER,
    # What always travels: to whom the klien must not be handed over, and never why.
    (Role.PARTNER, "partners:portal_referral"): of("cases.Flag", "whom what_to_do"),
    # What they sign is called by its kind.
    (Role.PARTNER, "partners:portal_arrival_sign"): of("letters.LetterKind", "name"),
    (Role.PARTNER, "partners:portal_incident_report"): of("cases.Flag", "whom what_to_do"),
    (Role.PARTNER, "partners:portal_incident"): of("cases.Flag", "whom what_to_do"),
}


def alike(columns):
    """Of closed files the same: these are about no klien, by initials, or kept by the house."""
    return columns, columns


# Of whoever works here; their own each reads by themselves.
CERTIFICATES = of("cases.Certificate", "number issuer end_reason")
# What the privacy officer judges or ends, by the number of the file.
WATCHED = of("cases.EmergencyAccess", "what") | of("cases.Conflict", "explanation end_reason")
OF_WORKERS = (
    WORK
    | REPORTS
    | OF_THE_HOUSE
    | PARTNERS
    | SOURCES
    | AGREEMENTS
    | PATROLS
    | IMPORTS
    | CALLED
    | MEETINGS
)
# What is told to every klien, whoever's file it is.
OF_WORKERS |= of("cases.LegalBasis", "basis text")
# By what figures are known again that were closed or published.
FINGERPRINTS = {"reports.RecapEdition.fingerprint", "reports.PublishedYear.sha256"}
# role -> what it may read of open files, and of such as are closed to all but strangers.
MAY_READ = {
    Role.FIELD: alike(WORK | REPORTS),
    Role.CARETAKER: alike(WORK | REPORTS | OF_THE_HOUSE | HOUSE),
    # An incident is seen with its place, and no words.
    Role.SOCIAL_WORKER: (OF_WORKERS | FILE, OF_WORKERS | {"cases.Incident.place"}),
    Role.OFFICE: alike(
        SETTINGS
        | REPORTS
        | PARTNERS
        | SOURCES
        | AGREEMENTS
        | MEETINGS
        | CALENDAR
        | LETTERS
        | TEXTS
        | CERTIFICATES
        | PROPOSED
        | PARTNER_PHONES
        # What is to be bought and paid, and nobody's name.
        | {"cases.HospitalBill.receipt", "cases.Help.what"}
        # Why a sheet without a name counts no longer; which edition the figures of a file are of.
        | {"cases.SkmAnswer.void_reason"}
        | FINGERPRINTS
    ),
    # They decide what a kind of letter says where the head asked for it.
    Role.AGENCY: alike(SETTINGS | ASKED | RESETS | TEXTS | CALENDAR | FINGERPRINTS),
    # Whose password is made anew is told with the name of the account.
    Role.PRIVACY: alike(WORK | RESETS | WATCHED | {"accounts.User.username"}),
    Role.ADMIN: alike(SETTINGS | RESETS | PROPOSED | of("partners.Partner", "name")),
    # What was sent to them; the second part is of another partner.
    Role.PARTNER: (
        {"partners.Partner.name", "partners.Partner.short_name"}
        # Of their own account.
        | of("accounts.User", "username full_name position phone")
        | of("partners.Referral", "need message packet")
        | of("partners.Arrival", "received_by received_as brought_by note")
        | of("partners.ArrivalThing", "what word closed_why")
        | of("partners.PlaceQuestion", "sentence")
        # What they said themselves, and what we answered.
        | of("partners.IncidentNote", "name relation telephone")
        | of("partners.IncidentReply", "to_name to_relation message")
        | of("letters.Unit", "name address phone")
        # How its part of the partnership is counted.
        | of("reports.IndicatorDefinition", "measure how"),
        set(),
    ),
}
# Who hears nothing at all proves nothing.
HEARS = {
    Role.FIELD: "cases.PublicReport.what",
    Role.CARETAKER: "cases.Person.name",
    Role.SOCIAL_WORKER: "cases.Plan.aim",
    Role.OFFICE: "letters.Letter.about",
    Role.AGENCY: "cases.Plan.aim",
    Role.PRIVACY: "resets.Reset.reason",
    Role.ADMIN: "accounts.User.full_name",
    Role.PARTNER: "partners.Referral.packet",
}


def made_by(other, member):
    """Every address once, about rows of these two."""
    return {
        name: make_url(name, member if "portal" in name else other)
        for name in sorted(URLS.keys() - PUBLIC)
    }


def beside(people):
    """What no address makes by itself."""
    for person in people:
        statement({"person_id": person.pk})
        f.FlagFactory(person=person)
        f.PhotoFactory(person=person, kind="card")
        f.RelationFactory(other=person, marked=True)
    for plan in Plan.objects.filter(items=None):
        f.PlanItemFactory(plan=plan)
    for stay in Stay.objects.filter(person__in=people):
        f.ProgressRowFactory(report__stay=stay)
        old = f.NoteFactory(stay=stay)
        f.NoteFactory(stay=stay, corrects=old, why="Keliru.")
        for level in ("professional", "head"):
            old = f.NoteFactory(stay=stay, level=level, words=f"{SEALED}1z")
            said = f"{SEALED}{old.pk}z"
            f.NoteFactory(stay=stay, level=level, words=said, why=said, corrects=old)


@dataclass(frozen=True)
class Planted:
    opened: list
    closed: list
    member: object
    columns: dict
    # The key of the last row of each model that is of an open file.
    last: dict
    number: int


@pytest.fixture
def planted():
    """A canary in every column of every row: first of open files, then of such as are closed to
    all but strangers."""
    models = {model for model, _ in columns().values()} | {Person}
    other, member = f.UserFactory(roles=[Role.FIELD, Role.SOCIAL_WORKER]), f.MemberFactory()
    opened = [made_by(other, member.user) for _ in range(TIMES)]
    beside(Person.objects.all())
    last = {model: model._base_manager.aggregate(last=Max("pk"))["last"] or 0 for model in models}
    other, stranger = f.UserFactory(roles=[Role.FIELD, Role.SOCIAL_WORKER]), f.MemberFactory()
    closed = [made_by(other, stranger.user) for _ in range(TIMES)]
    people = Person.objects.filter(pk__gt=last[Person])
    beside(people)
    for person in people.filter(for_named_only=False, merged_into=None):
        f.SealReaderFactory(seal=f.SealFactory(person=person))
    taken, number = {}, 0
    for token, (model, field) in columns().items():
        text = Concat(Value(token), Cast("pk", CharField()), Value("z"))
        try:
            # Some is written once and never changed: nothing that a page could do.
            with as_owner(), transaction.atomic(), pgtrigger.ignore():
                where = ONLY_WHERE.get(f"{model._meta.label}.{field.name}", {})
                rows = model._base_manager.filter(**where).update(**{field.name: text})
        except DatabaseError:
            continue
        taken[token] = model, field
        number += rows
    for referral in Referral.objects.exclude(packet=None):
        packet = {part: f"{PACKET}{referral.pk}z" for part in ("name", "need")}
        with as_owner(), pgtrigger.ignore():
            Referral.objects.filter(pk=referral.pk).update(packet=packet)
        number += 1
    taken[PACKET] = Referral, Referral._meta.get_field("packet")
    taken[SEALED] = Note, Note._meta.get_field("sealed_text")
    learn_sizes()
    return Planted(opened, closed, member.user, taken, last, number)


def read_as_role(client, role, user, addresses):
    """What the pages say that this role may open at all; the other ones say 403. In the small
    size every third of them, where they are many."""
    client.force_login(user)
    for made in addresses:
        names = [name for name in made if role in ACCESS.get(name, set(Role))]
        for name in names if IS_FULL or len(names) < 40 else names[len(role) % 3 :: 3]:
            for query in ("", *ASKS) if IS_FULL else ("",):
                with transaction.atomic():
                    if name == EXPORT:
                        why = {"with_names": "on", "reason": WHY}
                        answer = client.post(reverse(name, args=[days.today().year]), why)
                    elif query and "?" in made[name]:
                        continue
                    else:
                        answer = client.get(made[name] + query)
                    yield name, text_of(answer)
                    transaction.set_rollback(True)
        for name in [name for name in names if is_taken_out(name, user)]:
            for told in ({"kind": "csv"}, {"kind": "csv", "with_names": "on", "reason": WHY}):
                with transaction.atomic():
                    yield name, text_of(client.post(made[name], told))
                    transaction.set_rollback(True)


def is_taken_out(name, user):
    """A list that this reader takes out as a file."""
    listed = getattr(resolve(reverse(name)).func, "listed", None) if not URLS[name] else None
    return bool(listed and listed.columns) and user.has_perm(TAKES)


def heard_in(text, planted):
    """(column, is it of a closed file?) of every canary in a text."""
    for token, number in set(CANARY.findall(text)):
        if token in planted.columns:
            model, field = planted.columns[token]
            yield f"{model._meta.label}.{field.name}", int(number) > planted.last[model]


def test_each_role_reads_what_is_its_own_and_nothing_else(client, planted, caplog):
    assert planted.number > 5_000
    told, deaf = [], []
    for role, (of_open, of_closed) in MAY_READ.items():
        user = planted.member if role == Role.PARTNER else f.UserFactory(roles=[role])
        user.refresh_from_db()
        heard = set()
        for name, text in read_as_role(client, role, user, planted.opened + planted.closed):
            found = set(heard_in(text, planted))
            heard |= {column for column, _ in found}
            told += [
                f"{role}: {name} shows {column}{' of a closed file' if is_closed else ''}"
                for column, is_closed in sorted(found)
                if column not in (of_closed if is_closed else of_open)
                and column not in ALSO_TOLD.get((role, name), ())
            ]
        deaf += [] if heard >= ({HEARS[role]} if IS_FULL else set()) and heard else [role]
    assert not told, "\n".join(told)
    assert deaf == []
    # What the server writes of all these requests, in its own format.
    assert not CANARY.findall("".join(Json().format(line) for line in caplog.records))
