"""Row history in words: old -> new, who, when. It stands in `reports`, which sees
every app; what the database triggers wrote is read from one event model at a time."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q, QuerySet

from cases.aftercare.models import FollowUp, FollowUpRule
from cases.arrivals.receptions.models import Reception
from cases.casework.plans.models import Plan
from cases.exits.deaths.models import Death
from cases.exits.models import Exit, ExitKind, ExitProof, ExitWitness, PromiseText
from cases.gate.incidents.models import Incident, Mediation
from cases.gate.visits.models import Inquiry, Unwelcome, Visit
from cases.house.beds.models import BedUse, Room
from cases.house.belongings.models import Bag, Belonging, BelongingEnd
from cases.house.evening.models import ImportantNumber
from cases.house.leaves.models import Leave
from cases.house.presence.models import Absence, RollCall
from cases.house.shifts.models import ShiftNote
from cases.house.tasks.models import Task
from cases.intakes.contests.models import Contest
from cases.intakes.models import Classification, Intake, RegisterImport
from cases.intakes.sheets.models import PaperSheet, SheetBatch
from cases.intakes.triage.models import Triage, TriageQuestion
from cases.patrols.devices.models import Device
from cases.patrols.models import OrderLetter, Patrol
from cases.patrols.public_reports.models import PublicReport
from cases.people.doubles.models import Double, Merge
from cases.people.flags.models import Flag
from cases.people.models import Person
from cases.people.photos.models import Photo
from cases.people.relations.models import Relation
from cases.places.models import HotSpot
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay, StayRule
from partners.directory.models import Partner
from partners.referrals.models import Referral
from reports.figures.models import CountingRule
from rptc.accounts.models import (
    PASSWORD_CHANGED,
    PASSWORD_RESET,
    SECOND_FACTOR_REMOVED,
    Delegation,
    User,
)
from rptc.audit import words
from rptc.audit.models import Entry
from rptc.letters.models import Letter, LetterKind, Signatory, Unit, Withdrawal


def everything(rows: QuerySet, user: User) -> QuerySet:
    return rows


def visible(rows: QuerySet, user: User) -> QuerySet:
    return rows.visible_to(user)


def told(rows: QuerySet, user: User) -> QuerySet:
    """Of those that are visible, the ones whose words this reader may read."""
    return rows.told_to(user)


def without_untold_mark(rows: QuerySet, user: User) -> QuerySet:
    """What was seen stays in the changes when the mark is gone."""
    marked = Q(pk__in=rows.filter(history__suspected_exploitation=True).values("pk"))
    return rows.visible_to(user).filter(~marked | Q(pk__in=rows.told_to(user).values("pk")))


def with_destination(rows: QuerySet, user: User) -> QuerySet:
    """Every receiver that stood there is in the changes."""
    return rows.visible_to(user).telling_destination_to(user)


def after_told_exit(rows: QuerySet, user: User) -> QuerySet:
    """Whoever was met tells where somebody went."""
    return rows.visible_to(user).filter(exit__in=Exit.objects.telling_destination_to(user))


@dataclass(frozen=True)
class Kind:
    """A sort of record with a history page: who may read its changes, of which rows."""

    model: type[Model]
    permission: str
    rows: Callable[[QuerySet, User], QuerySet] = everything

    @property
    def name(self) -> str:
        return self.model._meta.verbose_name


KINDS = {
    "person": Kind(Person, "cases.view_person", visible),
    "intake": Kind(Intake, "cases.view_intake", visible),
    "paper-sheet": Kind(PaperSheet, "cases.view_intake"),
    "sheet-batch": Kind(SheetBatch, "cases.view_intake"),
    "contest": Kind(Contest, "cases.view_person", visible),
    "triage": Kind(Triage, "cases.view_stay", visible),
    "triage-question": Kind(TriageQuestion, "cases.change_triage_question"),
    "flag": Kind(Flag, "cases.view_person", visible),
    "double": Kind(Double, "cases.view_double", visible),
    "merge": Kind(Merge, "cases.view_double", visible),
    "relation": Kind(Relation, "cases.view_person", without_untold_mark),
    "stay": Kind(Stay, "cases.view_stay", visible),
    "bed-use": Kind(BedUse, "cases.view_stay", visible),
    "incident": Kind(Incident, "cases.view_incident", told),
    "mediation": Kind(Mediation, "cases.view_incident", visible),
    "visit": Kind(Visit, "cases.view_visit", visible),
    "unwelcome": Kind(Unwelcome, "cases.view_visit", visible),
    "inquiry": Kind(Inquiry, "cases.view_inquiry", visible),
    "bag": Kind(Bag, "cases.view_belonging", visible),
    "belonging": Kind(Belonging, "cases.view_belonging", visible),
    "belonging-end": Kind(BelongingEnd, "cases.view_belonging", visible),
    "reception": Kind(Reception, "cases.view_stay", visible),
    "room": Kind(Room, "cases.change_room"),
    "extension": Kind(Extension, "cases.view_stay", visible),
    "roll-call": Kind(RollCall, "cases.view_presence"),
    "absence": Kind(Absence, "cases.view_presence", visible),
    "leave": Kind(Leave, "cases.view_presence", visible),
    "exit": Kind(Exit, "cases.view_stay", with_destination),
    "important-number": Kind(ImportantNumber, "cases.change_important_number"),
    "task": Kind(Task, "cases.view_task", visible),
    "shift-note": Kind(ShiftNote, "cases.view_shift_note", visible),
    "death": Kind(Death, "cases.view_death", visible),
    "exit-proof": Kind(ExitProof, "cases.view_stay", visible),
    "exit-witness": Kind(ExitWitness, "cases.view_stay", visible),
    "exit-kind": Kind(ExitKind, "cases.change_exit_kind"),
    "promise-text": Kind(PromiseText, "cases.change_promise_text"),
    "plan": Kind(Plan, "cases.view_plan", visible),
    "follow-up": Kind(FollowUp, "cases.view_follow_up", after_told_exit),
    "follow-up-rule": Kind(FollowUpRule, "cases.change_follow_up_rule"),
    "photo": Kind(Photo, "cases.view_photo", visible),
    "public-report": Kind(PublicReport, "cases.view_public_report", visible),
    "patrol": Kind(Patrol, "cases.view_patrol", visible),
    "order-letter": Kind(OrderLetter, "cases.change_order_letter"),
    "referral": Kind(Referral, "partners.view_referral", visible),
    "partner": Kind(Partner, "partners.view_partner"),
    "device": Kind(Device, "cases.register_device"),
    "classification": Kind(Classification, "cases.change_classification"),
    "stay-rule": Kind(StayRule, "cases.change_stay_rule"),
    "hot-spot": Kind(HotSpot, "cases.change_hot_spot"),
    "register-import": Kind(RegisterImport, "cases.import_register"),
    "counting-rule": Kind(CountingRule, "reports.change_counting_rule"),
    "unit": Kind(Unit, "letters.change_unit"),
    "letter": Kind(Letter, "letters.view_letter", visible),
    "withdrawal": Kind(Withdrawal, "letters.view_letter", visible),
    "letter-kind": Kind(LetterKind, "letters.change_unit"),
    "signatory": Kind(Signatory, "letters.change_unit"),
    "user": Kind(User, "accounts.view_user"),
    "delegation": Kind(Delegation, "accounts.view_delegation"),
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
    "sha256",
    "register_row",
    "is_demo",
    "search_keys",
    "whereabouts",
}
# Who reported is shown on the report's own page, to the few; never in a history.
SECRET = {"reporter", "reporter_contact"}
# Columns that no form shows have their names for readers here.
NAMES = {
    "act_done_by": "tindakan dicatat oleh",
    "is_sealed": "berkas tertutup",
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


@dataclass
class Change:
    """One event in words; `fields`: (name, old, new)."""

    at: datetime
    who: str
    label: str
    fields: list[tuple[str, str, str]]


def events_of(row: Model) -> QuerySet:
    """What the triggers wrote about a row, newest first."""
    return row.history.order_by("-pgh_created_at", "-pgh_id")


def changes(row: Model, events: list, before) -> list[Change]:
    """`events` newest first, one page of them; `before` is the one that precedes the page."""
    older = [*events[1:], before]
    differences = [_difference(row, old, new) for new, old in zip(events, older, strict=True)]
    related, actors = _related(differences), _actors(events)
    return [
        Change(
            at=event.pgh_created_at,
            who=_who(event, actors),
            label=LABELS.get(event.pgh_label, event.pgh_label),
            fields=[
                (
                    name_of(column),
                    words.value(column, old, related),
                    words.value(column, new, related),
                )
                for column, old, new in difference
            ],
        )
        for event, difference in zip(events, differences, strict=True)
    ]


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


def _related(differences):
    """Everything that the changed keys point to: one query a model."""
    ids = defaultdict(set)
    for difference in differences:
        for column, old, new in difference:
            if column.is_relation:
                ids[column.related_model] |= {old, new} - {None}
    return {
        model: model._base_manager.select_related(*_named_by(model)).in_bulk(found)
        for model, found in ids.items()
    }


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
    about = own & Q(object_id=row.pk)
    if isinstance(row, Person):
        about |= Q(person_id=row.pk)
    return (
        Entry.objects.filter(about).select_related("actor", "content_type").order_by("-at", "-pk")
    )


def is_own_case(row: Model, user: User) -> bool:
    """Whoever works on a case may see who else looked at it."""
    person_id = row.pk if isinstance(row, Person) else getattr(row, "person_id", None)
    stays = Stay.objects.filter(social_worker=user)
    if isinstance(row, Plan | Exit | Extension):
        return stays.filter(pk=row.stay_id).exists()
    return person_id is not None and stays.filter(person=person_id).exists()
