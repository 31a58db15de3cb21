import datetime

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate

from cases.stays.models import Stay, open_with_stay, within_its_stay
from rptc import days
from rptc.columns import by, holds, once, one_of, protected
from rptc.editing import Versioned
from rptc.sending import Sent
from rptc.words import pukul, tanggal_pendek, tidak_terlihat

# The unit's choice, as its day runs: before breakfast, and before the night. From then on a
# roll call that nobody has taken is an act due.
DUE_AT = {"morning": datetime.time(7), "evening": datetime.time(19)}
# The one before it can be taken and corrected until then: presence is said of its own half day.
EVENING_BEGINS = datetime.time(15)


class RollCallQuerySet(models.QuerySet):
    def in_month(self, first):
        return self.filter(on__gte=first, on__lt=days.add_months(first, 1))

    def with_numbers(self):
        """How many were present, absent and out."""
        numbers = {
            name: Count("rows", filter=Q(rows__status=status))
            for name, status in [
                ("present", Status.PRESENT),
                ("absent", Status.ABSENT),
                ("out", Status.OUT),
            ]
        }
        return self.annotate(**numbers)


@pghistory.track()
class RollCall(Sent, Versioned):
    """Absen klien: who was seen, twice a day.

    One a half day, whoever takes it; taking it again corrects it, and then `recorded_by` is who
    corrected it. Its history has the earlier ones.
    """

    class Part(models.TextChoices):
        MORNING = "morning", "Pagi"
        EVENING = "evening", "Malam"

    on = models.DateField("hari")
    part = one_of(Part, "waktu", max_length=7)
    taken_at = models.DateTimeField("diambil pada", default=days.now, editable=False)
    taken_by = by("diambil oleh", null=False)

    objects = RollCallQuerySet.as_manager()

    # What happened between showing and saving, in words: of one that was saved just now.
    news = ()

    class Meta(Sent.Meta):
        verbose_name = "absen klien"
        constraints = [
            *Sent.Meta.constraints,
            once("roll_call_is_taken_once", ["on", "part"], "Absen ini sudah diambil."),
            holds("roll_call_is_of_the_day_on_which_it_was_taken", Q(on=TruncDate(F("taken_at")))),
        ]

    def __str__(self):
        return f"Absen {self.get_part_display().lower()} {self.on:%d/%m/%Y}"

    @property
    def is_corrected(self):
        return self.version > 1

    @property
    def is_running(self):
        """May still be corrected."""
        return (self.on, self.part) == half_day(days.now())


def half_day(moment):
    """The day and the part to which a roll call at this moment belongs."""
    clock = moment.astimezone(days.WITA).time()
    part = RollCall.Part.EVENING if clock >= EVENING_BEGINS else RollCall.Part.MORNING
    return days.day_of(moment), part


def is_due(moment):
    """Is it late enough for the roll call of this half day?"""
    on, part = half_day(moment)
    return moment >= days.at(on, DUE_AT[part])


def called_at(moment):
    """Whom a roll call of this moment calls: everybody in the house who had arrived by then. A
    correction of it calls nobody else; whoever came later is called by the next one."""
    return Stay.objects.open().filter(began_at__lte=moment)


def was_there(stays, moment):
    """Of these stays, those that were open then and have ended since."""
    return Stay.objects.filter(pk__in=stays, began_at__lte=moment, ended_at__gte=moment)


class Status(models.TextChoices):
    PRESENT = "present", "Hadir"
    ABSENT = "absent", "Tidak hadir"
    OUT = "out", "Izin keluar"


class AbsentReason(models.TextChoices):
    NOT_BACK = "not_back", "Belum kembali dari kegiatan"
    NOT_SEEN = "not_seen", "Tidak di tempat"
    REFUSED = "refused", "Menolak"
    OTHER = "other", "Lainnya"


@pghistory.track()
class RollCallRow(models.Model):
    """What one roll call says of one klien; whoever is absent has a reason."""

    # CASCADE: a row means nothing without its roll call.
    roll_call = models.ForeignKey(
        RollCall, on_delete=models.CASCADE, related_name="rows", verbose_name="absen"
    )
    stay = protected(Stay, related_name="roll_call_rows")
    status = one_of(Status, "kehadiran", max_length=7)
    reason = one_of(AbsentReason, "alasan", max_length=8, blank=True)
    note = models.CharField("keterangan", max_length=200, blank=True)

    class Meta:
        verbose_name = "baris absen"
        constraints = [
            once("roll_call_has_one_row_a_stay", ["roll_call", "stay"]),
            holds(
                "who_is_absent_has_a_reason",
                Q(~Q(reason=""), status="absent") | Q(~Q(status="absent"), reason="", note=""),
            ),
            holds("other_reason_of_absence_is_written", ~Q(reason="other", note="")),
        ]

    def __str__(self):
        return f"{self.stay.person}, {self.get_status_display().lower()}"

    @property
    def reason_words(self):
        words = [self.get_reason_display(), self.note]
        return ": ".join(word for word in words if word)


class Brought(models.TextChoices):
    """By whom somebody who was not seen came back."""

    ALONE = "alone", "Datang sendiri"
    STAFF = "staff", "Petugas RPTC"
    FIELD = "field", "TRC Saribattang"
    POLICE = "police", "Polisi"
    FAMILY = "family", "Keluarga"
    OTHER = "other", "Orang atau instansi lain"
    # Looked for, and found in the house.
    NEVER_LEFT = "in_house", "Ternyata tidak keluar"


class AbsenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(open_with_stay(user, "stay__"))

    def open(self):
        return self.filter(ended_at=None)

    def untouched(self):
        """Nobody has done anything yet."""
        done = AbsenceAct.objects.standing().filter(absence=OuterRef("pk"))
        return self.open().exclude(Exists(done))

    def untold(self):
        """Seen again at a roll call, and nobody has written how they came back; as long as the
        stay lasts, in which it can be asked."""
        seen = self.filter(ended_how=Absence.End.SEEN, brought_by="")
        return seen.filter(stay__ended_at=None)


# The stay knows it as a fact, since rooms that cannot read absences tell where somebody is.
TELLS_ITS_STAY = pgtrigger.Trigger(
    name="tells_its_stay",
    when=pgtrigger.After,
    operation=(
        pgtrigger.Insert
        | pgtrigger.UpdateOf("stay_id", "ended_at", "last_seen_at")
        | pgtrigger.Delete
    ),
    func="""
        UPDATE cases_stay SET not_seen_since = missed.last_seen_at
          FROM cases_stay AS stay
          LEFT JOIN cases_absence AS missed
            ON missed.stay_id = stay.id AND missed.ended_at IS NULL
         WHERE cases_stay.id = stay.id
           AND stay.id IN (OLD.stay_id, NEW.stay_id)
           AND cases_stay.not_seen_since IS DISTINCT FROM missed.last_seen_at;
        RETURN NULL;
    """,
)


@pghistory.track()
class Absence(Sent):
    """Somebody was not seen at a roll call: a clock, and what was done about it.

    It ends when the person is back or was found to be on leave, or with the stay. It never ends
    a stay by itself: a person does. `ended_at` is when they came back, whenever that is typed;
    by whom and whence is asked then, or after the roll call that saw them.
    """

    class End(models.TextChoices):
        RETURNED = "returned", "Kembali"
        SEEN = "seen", "Terlihat lagi"
        ON_LEAVE = "on_leave", "Ternyata izin"
        WITH_STAY = "with_stay", "Masa pembinaan berakhir"

    # Ends at which the klien is in the house.
    BACK = [End.RETURNED, End.SEEN]

    stay = protected(Stay, related_name="absences")
    noticed_at = models.DateTimeField("tidak terlihat pada", editable=False)
    last_seen_at = models.DateTimeField("terakhir terlihat", editable=False)
    reason = one_of(AbsentReason, "alasan", max_length=8)
    note = models.CharField("keterangan", max_length=200, blank=True)
    ended_at = models.DateTimeField("berakhir pada", null=True, editable=False)
    ended_by = by("diakhiri oleh")
    ended_how = one_of(End, "bagaimana berakhir", max_length=9, blank=True)
    brought_by = one_of(Brought, "dibawa oleh", max_length=8, blank=True)
    brought_by_name = models.CharField("nama dan asal yang membawa", max_length=150, blank=True)
    found_place = models.CharField("berada di mana", max_length=200, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "ketidakhadiran"
        constraints = [
            *Sent.Meta.constraints,
            once(
                "stay_has_one_open_absence",
                ["stay"],
                "Klien ini sudah tercatat tidak hadir.",
                condition=Q(ended_at=None),
            ),
            holds("absence_is_noticed_after_the_last_sight", Q(noticed_at__gte=F("last_seen_at"))),
            holds(
                "absence_ends_after_it_was_noticed",
                Q(ended_at=None) | Q(ended_at__gte=F("noticed_at")),
            ),
            holds(
                "absence_that_ended_says_how_and_by_whom",
                Q(ended_at=None, ended_how="", ended_by=None)
                | Q(~Q(ended_how=""), ended_at__isnull=False, ended_by__isnull=False),
            ),
            holds(
                "only_who_came_back_was_brought",
                Q(brought_by="", brought_by_name="", found_place="")
                | Q(ended_how__in=["returned", "seen"]),
            ),
        ]
        triggers = [within_its_stay("noticed_at"), TELLS_ITS_STAY]

    def __str__(self):
        return f"{self.stay.person}, tidak hadir sejak {days.day_of(self.noticed_at):%d/%m/%Y}"

    @property
    def is_open(self):
        return self.ended_at is None

    @property
    def is_back(self):
        return self.ended_how in self.BACK

    @property
    def is_untold(self):
        """AbsenceQuerySet.untold."""
        return self.ended_how == self.End.SEEN and not self.brought_by and self.stay.is_open

    @property
    def how_long(self):
        """Until now, or until they came back."""
        return (self.ended_at or days.now()) - self.last_seen_at

    @property
    def words(self):
        return tidak_terlihat(self.how_long)

    @property
    def back_words(self):
        """Polisi, Polsek Panakkukang; dari Terminal Daya."""
        if not self.brought_by:
            return ""
        who = self.get_brought_by_display()
        if self.brought_by_name:
            who = f"{who}, {self.brought_by_name}"
        return f"{who}; berada di {self.found_place}" if self.found_place else who

    @property
    def is_of_a_child(self):
        """Whoever may be a child counts as one: the police are told."""
        return self.stay.person.age.is_child_on(days.day_of(self.noticed_at)) is not False

    @property
    def done(self):
        """What was done and not taken back since; `acts` are prefetched on lists."""
        return [act for act in self.acts.all() if not act.is_taken_back]

    @property
    def told_police(self):
        """The report to the police that was made last."""
        told = [act for act in self.done if act.kind == AbsenceAct.Kind.POLICE]
        return told[-1] if told else None

    @property
    def to_do(self):
        """The kinds of act that are still missing."""
        done = {act.kind for act in self.done}
        wanted = [AbsenceAct.Kind.SEARCHED, AbsenceAct.Kind.FAMILY]
        if self.is_of_a_child:
            wanted.insert(1, AbsenceAct.Kind.POLICE)
        return [kind for kind in wanted if kind not in done]

    @property
    def needs_police(self):
        return self.is_open and AbsenceAct.Kind.POLICE in self.to_do

    @property
    def needs_report_number(self):
        """The police were told, and have given no number yet."""
        return bool(self.is_open and self.told_police and not self.told_police.report_number)

    @property
    def goes_on(self):
        """What is done next when every step was done: nothing ends the search but a person."""
        if self.told_police and self.told_police.received_by:
            return f"cari terus, dan tanyakan kabar kepada {self.told_police.received_by}"
        return "cari terus, dan hubungi keluarga lagi"

    @property
    def is_late(self):
        """An hour without any act."""
        waited = days.now() - self.noticed_at
        return self.is_open and not self.done and waited >= days.ONE_HOUR

    @property
    def reason_words(self):
        words = [self.get_reason_display(), self.note]
        return ": ".join(word for word in words if word)


class AbsenceActQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(taken_back_at=None)

    def visible_to(self, user):
        return self.filter(absence__in=Absence.objects.visible_to(user))


@pghistory.track()
class AbsenceAct(Sent):
    """What was done about an absence, by whom (`recorded_by`) and when. What was written by
    mistake is taken back with a reason, and stays to be read.

    Of a report to the police it is known who received it, when, and under which number: without
    these nobody can ask there how the search goes. The number may come later.
    """

    class Kind(models.TextChoices):
        SEARCHED = "searched", "Dicari di sekitar"
        POLICE = "police", "Polisi diberi tahu"
        FAMILY = "family", "Keluarga diberi tahu"
        OTHER = "other", "Tindakan lain"

    # CASCADE: an act means nothing without its absence.
    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="acts")
    kind = one_of(Kind, "tindakan", max_length=8)
    note = models.CharField("keterangan", max_length=200, blank=True)
    received_by = models.CharField("kantor polisi dan yang menerima", max_length=150, blank=True)
    told_at = models.DateTimeField("diberi tahu pada", null=True, blank=True)
    report_number = models.CharField("nomor laporan polisi", max_length=60, blank=True)
    taken_back_at = models.DateTimeField("dibatalkan pada", null=True, editable=False)
    taken_back_by = by("dibatalkan oleh")
    take_back_reason = models.CharField(
        "mengapa dibatalkan", max_length=300, blank=True, editable=False
    )

    objects = AbsenceActQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "tindakan atas ketidakhadiran"
        ordering = ["recorded_at", "pk"]
        constraints = [
            *Sent.Meta.constraints,
            holds("other_act_is_written", ~Q(kind="other", note=""), "Tulis apa yang dilakukan."),
            holds(
                "only_the_police_are_told_at_an_hour",
                Q(kind="police", told_at__isnull=False)
                | Q(~Q(kind="police"), received_by="", told_at=None, report_number=""),
                "Tulis pukul berapa polisi diberi tahu.",
            ),
            holds(
                "absence_act_is_taken_back_by_somebody",
                Q(taken_back_at=None, taken_back_by=None, take_back_reason="")
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.absence.stay.person}"

    @property
    def is_taken_back(self):
        return self.taken_back_at is not None

    @property
    def words(self):
        """Polsek Panakkukang, Bripka Andi, 12/3, pukul 19.40; nomor laporan belum ada."""
        if self.kind != self.Kind.POLICE:
            return self.note
        who = self.received_by or "penerima tidak dicatat"
        number = self.report_number or "belum ada"
        at = f"{tanggal_pendek(self.told_at)}, {pukul(self.told_at)}"
        told = f"{who}, {at}; nomor laporan {number}"
        return f"{told}. {self.note}" if self.note else told
