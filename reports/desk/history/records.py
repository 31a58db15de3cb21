"""Row history in words: old -> new, who, when. It stands in `reports`, which sees
every app; what the database triggers wrote is read from one event model at a time."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.urls import NoReverseMatch, reverse

from cases.casework.plans.models import Plan
from cases.exits.models import Exit
from cases.help.money.models import MoneyMovement
from cases.intakes.models import Intake
from cases.papers.homecoming.models import Homecoming
from cases.people import access
from cases.people.models import Person
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay
from rptc.accounts.models import PASSWORD_CHANGED, PASSWORD_RESET, SECOND_FACTOR_REMOVED, User
from rptc.audit import words
from rptc.audit.looks import way_to_person
from rptc.audit.models import Entry


def about_nobody(rows: QuerySet, user: User) -> QuerySet:
    """Settings, accounts, partners, numbers: no klien is named in them."""
    return rows


def visible(rows: QuerySet, user: User) -> QuerySet:
    return rows.visible_to(user)


def told(rows: QuerySet, user: User) -> QuerySet:
    """The ones whose words, and whom they are about, this reader may read."""
    return rows.told_to(user)


def without_untold_mark(rows: QuerySet, user: User) -> QuerySet:
    """What was seen stays in the changes when the mark is gone."""
    marked = Q(pk__in=rows.filter(history__suspected_exploitation=True).values("pk"))
    return rows.visible_to(user).filter(~marked | Q(pk__in=rows.told_to(user).values("pk")))


def with_destination(rows: QuerySet, user: User) -> QuerySet:
    """Every receiver that stood there is in the changes."""
    return rows.visible_to(user).telling_destination_to(user)


def with_place(rows: QuerySet, user: User) -> QuerySet:
    return rows.visible_to(user).telling_place_to(user)


def with_sum_and_place(rows: QuerySet, user: User) -> QuerySet:
    """The second counts before the first one's sum is read; of a correction that waits, neither
    is that of what it takes back."""
    to_count = MoneyMovement.objects.to_count_by(user).values("pk")
    return with_place(rows, user).exclude(pk__in=to_count)


def with_every_whither(rows: QuerySet, user: User) -> QuerySet:
    """Every place that stood there is in the changes."""
    return rows.telling_before_to(user)


def of_told_whither(rows: QuerySet, user: User) -> QuerySet:
    """Who met them, and where they stopped on the way, as the list itself."""
    return rows.filter(homecoming__in=Homecoming.objects.telling_before_to(user))


def of_told_exit(rows: QuerySet, user: User) -> QuerySet:
    """Papers, witnesses, and whoever was met since: all tell where somebody went."""
    return rows.visible_to(user).filter(exit__in=Exit.objects.telling_destination_to(user))


def of_whole_file(rows: QuerySet, user: User) -> QuerySet:
    """For who reads the file itself, where others read the row without its name; and may know who
    received it."""
    return rows.of_file(user).telling_place_to(user)


def of_visible_intake(rows: QuerySet, user: User) -> QuerySet:
    """A sheet of paper that was typed names who stands on it."""
    return rows.filter(Q(intake=None) | Q(intake__in=Intake.objects.visible_to(user)))


@dataclass(frozen=True)
class Kind:
    """A sort of record with a history page: who may read its changes, of which rows. One that does
    not say of which rows has no page (docs/security.md)."""

    label: str
    permission: str
    rows: Callable[[QuerySet, User], QuerySet] | None = None
    # The columns whose old value can be put back from here, by whom: none that is a legal fact
    # (who somebody is, whether a child, a day, a decision, a signature), nor what decides who may
    # know (docs/rules.md).
    put_back: frozenset[str] = frozenset()
    put_back_by: str = ""
    # Of such a row hang others that have changes of their own: their sort, and their name there.
    below: tuple[str, str] | None = None
    # Where the row has no page: the sort of the row that it hangs on, and the name of that column.
    above: tuple[str, str] | None = None

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    def page_of(self, row: Model) -> str:
        """The address of the page about the row; "" where there is none of its own, nor of the
        row that it hangs on."""
        if self.above:
            type, column = self.above
            return reverse("reports:record_history", args=[type, getattr(row, column)])
        app, model = self.label.split(".")
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model).lower()
        try:
            return reverse(f"{app}:{words}_detail", args=[row.pk])
        except NoReverseMatch:
            return ""

    def rows_below(self, row: Model) -> list[tuple[str, str]]:
        """(name, address of its changes) of each row that hangs on this one."""
        if self.below is None:
            return []
        type, name = self.below
        rows = getattr(row, name).order_by("pk")
        return [
            (str(each), reverse("reports:record_history", args=[type, each.pk])) for each in rows
        ]

    def may_put_back(self, user: User) -> bool:
        """By the right to change such a row; reading its history alone is not enough."""
        return bool(self.put_back) and user.has_perms([self.permission, self.put_back_by])

    @property
    def name(self) -> str:
        return self.model._meta.verbose_name


KINDS = {
    "person": Kind(
        "cases.Person",
        "cases.view_person",
        visible,
        put_back=frozenset(
            {
                "birthplace",
                "origin",
                "origin_text",
                "religion",
                "education",
                "schooling",
                "school",
                "remarks",
            }
        ),
        put_back_by="cases.change_person",
    ),
    "intake": Kind("cases.Intake", "cases.view_intake", visible),
    "paper-sheet": Kind("cases.PaperSheet", "cases.view_intake", of_visible_intake),
    "sheet-batch": Kind("cases.SheetBatch", "cases.view_intake", about_nobody),
    "contest": Kind("cases.Contest", "cases.view_person", visible),
    "correction": Kind("cases.Correction", "cases.view_person", visible),
    "child-victim": Kind("cases.ChildVictim", "cases.view_person", visible),
    "triage": Kind("cases.Triage", "cases.view_stay", visible),
    "triage-question": Kind("cases.TriageQuestion", "cases.change_triage_question", about_nobody),
    "flag": Kind("cases.Flag", "cases.view_person", visible),
    "conflict": Kind("cases.Conflict", "cases.view_conflict", visible),
    "double": Kind("cases.Double", "cases.view_double", visible),
    "merge": Kind("cases.Merge", "cases.view_double", visible),
    "relation": Kind("cases.Relation", "cases.view_person", without_untold_mark),
    "stay": Kind("cases.Stay", "cases.view_stay", visible),
    "bed-use": Kind("cases.BedUse", "cases.view_stay", visible),
    "incident": Kind("cases.Incident", "cases.view_incident", told),
    "mediation": Kind("cases.Mediation", "cases.view_incident", visible),
    "visit": Kind("cases.Visit", "cases.view_visit", visible),
    "unwelcome": Kind("cases.Unwelcome", "cases.view_visit", visible),
    "inquiry": Kind("cases.Inquiry", "cases.view_inquiry", told),
    "bag": Kind("cases.Bag", "cases.view_belonging", visible),
    "belonging": Kind("cases.Belonging", "cases.view_belonging", visible),
    "belonging-end": Kind("cases.BelongingEnd", "cases.view_belonging", with_place),
    "reception": Kind("cases.Reception", "cases.view_stay", visible),
    "room": Kind("cases.Room", "cases.change_room", about_nobody),
    "extension": Kind("cases.Extension", "cases.view_stay", visible),
    "help": Kind("cases.Help", "cases.view_help", of_whole_file),
    "money-movement": Kind("cases.MoneyMovement", "cases.view_money", with_sum_and_place),
    "help-reason": Kind("cases.HelpReason", "cases.change_help_reason", about_nobody),
    "budget-line": Kind("cases.BudgetLine", "cases.change_budget_line", about_nobody),
    "roll-call": Kind("cases.RollCall", "cases.view_presence", about_nobody),
    "absence": Kind("cases.Absence", "cases.view_presence", visible),
    "stand-in": Kind("cases.StandIn", "cases.view_consent", told),
    "leave": Kind("cases.Leave", "cases.view_presence", with_place),
    "exit": Kind("cases.Exit", "cases.view_stay", with_destination),
    "important-number": Kind(
        "cases.ImportantNumber",
        "cases.change_important_number",
        about_nobody,
        put_back=frozenset({"name", "number", "order"}),
        put_back_by="cases.change_important_number",
    ),
    "task": Kind("cases.Task", "cases.view_task", visible),
    "shift-note": Kind("cases.ShiftNote", "cases.view_shift_note", visible),
    "death": Kind("cases.Death", "cases.view_death", visible),
    "exit-proof": Kind("cases.ExitProof", "cases.view_stay", of_told_exit),
    "exit-witness": Kind("cases.ExitWitness", "cases.view_stay", of_told_exit),
    "exit-kind": Kind("cases.ExitKind", "cases.change_exit_kind", about_nobody),
    "promise-text": Kind("cases.PromiseText", "cases.change_promise_text", about_nobody),
    "free-day": Kind("cases.FreeDay", "cases.change_free_day", about_nobody),
    "assessment": Kind("cases.Assessment", "cases.view_assessment", visible),
    "certificate": Kind("cases.Certificate", "cases.view_certificate", visible),
    "certificate-kind": Kind("cases.CertificateKind", "cases.change_certificate", about_nobody),
    "certificate-rule": Kind(
        "cases.CertificateRule", "cases.change_certificate_rule", about_nobody
    ),
    "conference": Kind("cases.Conference", "cases.view_conference", visible),
    "plan": Kind("cases.Plan", "cases.view_plan", visible),
    "service-kind": Kind("cases.ServiceKind", "cases.change_service_kind", about_nobody),
    "group-session": Kind("cases.GroupSession", "cases.view_session", visible),
    "service": Kind("cases.Service", "cases.view_service", visible),
    "training": Kind("cases.Training", "cases.view_service", visible),
    "allergy": Kind("cases.Allergy", "cases.view_medicine", visible),
    "medicine": Kind("cases.Medicine", "cases.view_medicine", told),
    "dose": Kind("cases.Dose", "cases.view_medicine", told),
    "hospital": Kind("cases.Hospital", "cases.change_hospital", about_nobody),
    "hospital-stay": Kind("cases.HospitalStay", "cases.view_health", visible),
    "legal-matter": Kind("cases.LegalMatter", "cases.view_law", visible),
    "hearing": Kind("cases.Hearing", "cases.view_law", visible),
    "placement-limit": Kind("cases.PlacementLimit", "cases.change_law_rule", about_nobody),
    "placement": Kind("cases.Placement", "cases.view_law", visible),
    "placement-scan": Kind("cases.PlacementScan", "cases.view_law", visible),
    "report-rule": Kind("cases.ReportRule", "cases.change_law_rule", about_nobody),
    "report-office": Kind("cases.ReportOffice", "cases.change_law_rule", about_nobody),
    "violence-report": Kind("cases.ViolenceReport", "cases.view_law", visible),
    "report-to-office": Kind("cases.ReportToOffice", "cases.view_law", visible),
    "siks-entry": Kind("cases.SiksEntry", "cases.view_paper", visible),
    "paper": Kind("cases.Paper", "cases.view_paper", visible),
    "homecoming": Kind(
        "cases.Homecoming",
        "cases.view_homecoming",
        with_every_whither,
        below=("homecoming-piece", "pieces"),
    ),
    "homecoming-piece": Kind(
        "cases.HomecomingPiece",
        "cases.view_homecoming",
        of_told_whither,
        above=("homecoming", "homecoming_id"),
    ),
    "near-region": Kind("cases.NearRegion", "cases.change_near_region", about_nobody),
    "paper-office": Kind("cases.PaperOffice", "cases.change_paper_office", about_nobody),
    "fasting-period": Kind("cases.FastingPeriod", "cases.change_fasting_period", about_nobody),
    "follow-up": Kind("cases.FollowUp", "cases.view_follow_up", of_told_exit),
    "follow-up-rule": Kind("cases.FollowUpRule", "cases.change_follow_up_rule", about_nobody),
    "photo": Kind("cases.Photo", "cases.view_photo", visible),
    "public-report": Kind("cases.PublicReport", "cases.view_public_report", visible),
    "prevention": Kind("cases.Prevention", "cases.view_prevention", visible),
    "patrol": Kind("cases.Patrol", "cases.view_patrol", visible),
    "order-letter": Kind("cases.OrderLetter", "cases.change_order_letter", about_nobody),
    "referral": Kind("partners.Referral", "partners.view_referral", visible),
    "complaint": Kind("cases.Complaint", "cases.view_complaint", visible),
    "complaint-channel": Kind(
        "cases.ComplaintChannel", "cases.change_complaint_channel", about_nobody
    ),
    "skm-round": Kind("cases.SkmRound", "cases.view_skm", about_nobody),
    "place-question": Kind("partners.PlaceQuestion", "partners.view_referral", visible),
    "partner": Kind(
        "partners.Partner",
        "partners.view_partner",
        about_nobody,
        put_back=frozenset({"short_name", "about", "phone", "address"}),
        put_back_by="partners.change_partner",
    ),
    "partner-contact": Kind(
        "partners.PartnerContact",
        "partners.view_partner",
        about_nobody,
        put_back=frozenset({"position", "phone"}),
        put_back_by="partners.change_partner",
    ),
    "partner-paper": Kind("partners.PartnerPaper", "partners.view_partner", about_nobody),
    "agreement": Kind("partners.Agreement", "partners.view_agreement", about_nobody),
    "contribution": Kind("partners.Contribution", "partners.view_contribution", about_nobody),
    "earlier-referral": Kind(
        "partners.EarlierReferral", "partners.view_earlier_referral", visible
    ),
    "pledge": Kind("partners.Pledge", "partners.view_contribution", about_nobody),
    "meeting": Kind("partners.Meeting", "partners.view_meeting", about_nobody),
    "meeting-partner": Kind("partners.MeetingPartner", "partners.view_meeting", about_nobody),
    "meeting-decision": Kind("partners.MeetingDecision", "partners.view_meeting", about_nobody),
    "source": Kind(
        "partners.Source",
        "partners.view_source",
        about_nobody,
        put_back=frozenset({"about", "contact", "phone"}),
        put_back_by="partners.change_source",
    ),
    "device": Kind("cases.Device", "cases.register_device", about_nobody),
    "classification": Kind("cases.Classification", "cases.change_classification", about_nobody),
    "stay-rule": Kind("cases.StayRule", "cases.change_stay_rule", about_nobody),
    "hot-spot": Kind(
        "cases.HotSpot",
        "cases.change_hot_spot",
        about_nobody,
        put_back=frozenset({"name", "note"}),
        put_back_by="cases.change_hot_spot",
    ),
    "register-import": Kind("cases.RegisterImport", "cases.import_register", about_nobody),
    "official-report": Kind(
        "reports.OfficialReport", "reports.view_report_calendar", about_nobody
    ),
    "report-sent": Kind("reports.ReportSent", "reports.view_report_calendar", about_nobody),
    "special-period": Kind(
        "reports.SpecialPeriod", "reports.change_report_calendar", about_nobody
    ),
    "counting-rule": Kind("reports.CountingRule", "reports.change_counting_rule", about_nobody),
    "closing": Kind("reports.Closing", "reports.view_closing", visible),
    "unit": Kind("letters.Unit", "letters.change_unit", about_nobody),
    "letter": Kind("letters.Letter", "letters.view_letter", visible),
    "withdrawal": Kind("letters.Withdrawal", "letters.view_letter", visible),
    "procedure": Kind("letters.Procedure", "letters.view_procedure", visible),
    "letter-kind": Kind("letters.LetterKind", "letters.change_unit", about_nobody),
    "letter-text": Kind("letters.LetterText", "letters.view_letter", visible),
    "text-proposal": Kind("letters.TextProposal", "letters.view_letter", visible),
    "signatory": Kind("letters.Signatory", "letters.change_unit", about_nobody),
    "user": Kind("accounts.User", "accounts.view_user", about_nobody),
    "reset": Kind("resets.Reset", "accounts.view_reset", visible),
    "delegation": Kind("accounts.Delegation", "accounts.view_delegation", about_nobody),
}

LABELS = {
    "insert": "Dibuat",
    "update": "Diubah",
    "delete": "Dihapus",
    PASSWORD_RESET: "Kata sandi diatur ulang",
    PASSWORD_CHANGED: "Kata sandi diganti pemiliknya",
    SECOND_FACTOR_REMOVED: "Langkah kedua dilepas",
}
# Columns of the machinery: they tell a reader nothing.
TECHNICAL = {
    "id",
    "send_key",
    "send_digest",
    "version",
    "packet",
    "content",
    "sealed_name",
    "sealed_words",
    "sealed_phone",
    "sealed_finding",
    "sealed_answer",
    "code_hash",
    "token",
    "sha256",
    # Each is told to who hears of it (cases/gate/receivers.py).
    "flags_of_others",
    "bans_of_others",
    "register_row",
    "is_demo",
    "search_keys",
    "age_said_otherwise",
    "whereabouts",
    "party",
    "not_seen_since",
    "people",
}
# Who reported is shown on the report's own page, to the few, and the points of an assessment, that
# tell its secret answers, on its own; never in a history.
SECRET = {"reporter", "reporter_contact", "points", "has_red"}
# Columns that no form shows have their names for readers here.
NAMES = {
    "act_done_by": "tindakan dicatat oleh",
    "person_id": "nomor klien",
    "waits_for_scan": "menunggu pindaian",
    "year": "tahun",
    "answers": "jawaban",
    "colour": "warna",
    "joined_to": "digabung dengan",
    "impossible_until": "ditanya lagi pada",
    "starts_on": "mulai",
    "created_at": "dibuat pada",
    "done_at": "dilaksanakan pada",
    "facts": "sidik fakta",
    "found_at": "ditemukan pada",
    "kept": "berkas yang dipertahankan",
    "lost": "berkas yang digabung",
    "other": "berkas lain",
    "reasons": "alasan kemiripan",
    "score": "nilai",
    "undone_at": "dibatalkan pada",
    "decided_at": "diputuskan pada",
    "decided_by": "diputuskan oleh",
    "done_by": "diserahkan oleh",
    "ended_at": "berakhir pada",
    "found": "tempat ditemukan",
    "sealed_name": "nama obat",
    "hours_since": "jam ini sejak",
    "leave": "izin keluar",
    "corrects": "mengoreksi",
    "from_bag": "dari tas",
    "code": "kelengkapan",
    "known_at": "diketahui pada",
    "known_by": "diketahui oleh",
    "merged_into": "digabung ke",
    "locked_by": "dikunci oleh",
    "must_be_known": "perlu diketahui Kepala UPT",
    "must_change_password": "kata sandi harus diganti",
    "prepared_by": "disiapkan oleh",
    "registered_at": "didaftarkan pada",
    "registered_by": "didaftarkan oleh",
    "rule": "aturan masa pembinaan",
    "sent_at": "dikirim pada",
    "settled_at": "klasifikasi ditetapkan pada",
    "settled_by": "klasifikasi ditetapkan oleh",
    "sex": "jenis kelamin",
    "state": "keadaan",
    "submitted_at": "diajukan pada",
    "undone_by": "dibatalkan oleh",
}


@dataclass(frozen=True)
class Field:
    """A column that an event changed, in words; `column` where its old value may be put back."""

    name: str
    old: str
    new: str
    column: str = ""


@dataclass(frozen=True)
class Change:
    """One event in words."""

    event: int
    at: datetime
    who: str
    label: str
    fields: list[Field]


def events_of(row: Model) -> QuerySet:
    """What the triggers wrote about a row, newest first."""
    return row.history.order_by("-pgh_created_at", "-pgh_id")


def changes(kind: Kind, row: Model, events: list, before, user: User) -> list[Change]:
    """`events` newest first, one page of them; `before` is the one that precedes the page. What
    they point to is named as far as this reader may see it."""
    may_put_back = kind.put_back if kind.may_put_back(user) else frozenset()
    older = [*events[1:], before]
    differences = [_difference(row, old, new) for new, old in zip(events, older, strict=True)]
    related, actors = _related(differences, user), _actors(events)
    return [
        Change(
            event=event.pk,
            at=event.pgh_created_at,
            who=_who(event, actors),
            label=LABELS.get(event.pgh_label, event.pgh_label),
            fields=[
                Field(
                    name_of(column),
                    words.value(column, old, related),
                    words.value(column, new, related),
                    column.name if _may_go_back(row, column, new, may_put_back, previous) else "",
                )
                for column, old, new in difference
            ],
        )
        for event, previous, difference in zip(events, older, differences, strict=True)
    ]


def _may_go_back(row, column, new, may_put_back, previous):
    """Only what still stands there, and stood otherwise before."""
    is_shown = previous is not None and getattr(row, column.attname) == new
    return is_shown and column.name in may_put_back


def name_of(column) -> str:
    """What a column is called on screen."""
    if column.verbose_name != column.name.replace("_", " "):
        return str(column.verbose_name)
    if column.name in NAMES:
        return NAMES[column.name]
    return str(column.related_model._meta.verbose_name)


def _difference(row, old, new):
    """(column, old value, new value) of what differs; of a first event, what was filled in."""
    found = []
    for column in row._meta.concrete_fields:
        if column.name in TECHNICAL | SECRET or not hasattr(new, column.attname):
            continue
        was, is_now = getattr(old, column.attname, None), getattr(new, column.attname)
        empty = old is None and is_now in (None, "", [], False)
        if was != is_now and not empty:
            found.append((column, was, is_now))
    return found


def _related(differences, user):
    """Everything that the changed keys point to and this reader may see: one query a model."""
    ids = defaultdict(set)
    for difference in differences:
        for column, old, new in difference:
            if column.is_relation:
                ids[column.related_model] |= {old, new} - {None}
    return {
        model: _rows_for(model, user).select_related(*_named_by(model)).in_bulk(found)
        for model, found in ids.items()
    }


def _rows_for(model, user):
    """A row that hangs on a klien bears their name; the others are the same for everybody."""
    return model.objects.visible_to(user) if way_to_person(model) else model._base_manager


def _named_by(model):
    """What `str()` of a row reads beyond the row itself."""
    names = {column.name for column in model._meta.concrete_fields if column.is_relation}
    return sorted(names & {"person", "stay", "kind", "team", "user", "classification"})


def _actors(events):
    ids = {(event.pgh_context or {}).get("user") for event in events} - {None}
    return User.objects.in_bulk(ids)


def _who(event, actors):
    context = event.pgh_context or {}
    if context.get("user") in actors:
        return str(actors[context["user"]])
    if "command" in context:
        return f"perintah {context['command']}"
    return "langsung di basis data" if event.pgh_context is None else "aplikasi"


def entries_of(row: Model) -> QuerySet:
    """Who did or looked at what, of this record; of a person, everything about them."""
    own = Q(content_type__app_label=row._meta.app_label, content_type__model=row._meta.model_name)
    entries = Entry.objects.filter(own, object_id=row.pk)
    if isinstance(row, Person):
        entries |= Entry.objects.about(row.pk)
    return entries.select_related("actor", "content_type").order_by("-at", "-pk")


def people_of(row: Model) -> set[int]:
    """Those whom the row itself names: of a merge, a pair or a relation, both."""
    keys = [field for field in row._meta.fields if field.related_model is Person]
    return {getattr(row, key.attname) for key in keys}


def is_own_case(row: Model, user: User) -> bool:
    """Whoever works on a case may see who else looked at it."""
    person_id = row.pk if isinstance(row, Person) else getattr(row, "person_id", None)
    stays = Stay.objects.filter(access.of_case(user, "social_worker"))
    if isinstance(row, Plan | Exit | Extension):
        return stays.filter(pk=row.stay_id).exists()
    return person_id is not None and stays.filter(person=person_id).exists()
