from datetime import timedelta

import pghistory
from django.db import models
from django.db.models import F, Q

from cases.people import access
from cases.stays.models import Stay, open_with_stay
from rptc import days
from rptc.accounts.own import own_to_one_of
from rptc.columns import all_or_none, by, holds, may_point_to, once, one_of, protected
from rptc.editing import Versioned
from rptc.sending import Sent

# A serious one is to be known by the head within this time (docs/rules.md, Incidents).
TO_BE_KNOWN_WITHIN = timedelta(hours=24)


class Severity(models.TextChoices):
    LIGHT = "light", "Ringan"
    MEDIUM = "medium", "Sedang"
    SERIOUS = "serious", "Berat"


# The head is told of these; of light ones the month's page is enough.
TOLD = [Severity.MEDIUM, Severity.SERIOUS]


TO_BE_KNOWN = Q(severity__in=TOLD, known_at=None)


class IncidentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The head all; social workers all, in which a sealed file that is not theirs has no name
        and no words (parts.py); house staff what they reported and what concerns those who are in
        the house; who stands in for the head what the head must know and does not yet, and what
        they knew in the head's place."""
        if access.works_with_files(user):
            return self
        if not user.has_perm("cases.view_incident"):
            return self.none()
        concerned = IncidentPerson.objects.filter(open_with_stay(user, "stay__"))
        rows = Q(recorded_by=user) | Q(pk__in=concerned.values("incident"))
        if user.has_perm("cases.acknowledge_incident"):
            rows |= TO_BE_KNOWN | Q(known_by=user)
        return self.filter(rows)

    def told_to(self, user):
        """Those whose words this user may read: nobody in them has a sealed file that is not
        theirs, or is of their family."""
        own = own_to_one_of([user.pk], "stay__person")
        sealed = IncidentPerson.objects.filter(Q(stay__person__is_sealed=True) | own)
        closed = sealed.exclude(open_with_stay(user, "stay__"))
        return self.visible_to(user).exclude(pk__in=closed.values("incident"))

    def open(self):
        """What came of it has not been written down as done."""
        return self.filter(done_at=None)

    def happened_between(self, first, until):
        """On the days [first, until)."""
        since, before = days.period(first, until)
        return self.filter(happened_at__gte=since, happened_at__lt=before)

    def to_be_known(self):
        return self.filter(TO_BE_KNOWN)

    def to_be_known_by(self, user):
        """Not yet "diketahui", and not written down by this human being."""
        if not user.has_perm("cases.acknowledge_incident"):
            return self.none()
        return self.to_be_known().of_others(user).exclude(recorded_by=user)

    def of_others(self, user):
        """In which nobody is of this user's family."""
        own = IncidentPerson.objects.filter(own_to_one_of([user.pk], "stay__person"))
        return self.exclude(pk__in=own.values("incident"))


@pghistory.track()
class Incident(Sent, Versioned):
    """Something went wrong in the house: a fight, an injury, visitors who riot (R27).

    A serious one is "diketahui" by the head within 24 hours, of a medium one the head is told.
    """

    Severity = Severity

    class Kind(models.TextChoices):
        FIGHT = "fight", "Perkelahian"
        UNREST = "unrest", "Pengunjung ribut"
        VISIT = "visit", "Kunjungan tanpa izin"
        INJURY = "injury", "Cedera"
        ESCAPE = "escape", "Percobaan melarikan diri"
        FORBIDDEN = "forbidden", "Barang terlarang"
        DAMAGE = "damage", "Kerusakan"
        OTHER = "other", "Lainnya"

    happened_at = models.DateTimeField("terjadi pada")
    kind = one_of(Kind, "jenis", max_length=10)
    severity = one_of(Severity, "tingkat", max_length=8)
    place = models.CharField("tempat di RPTC", max_length=80)
    what = models.TextField("apa yang terjadi", max_length=2000)
    done_at_once = models.TextField("yang langsung dilakukan", max_length=1000)
    police_called_at = models.DateTimeField("polisi dihubungi pada", null=True, blank=True)
    doctor_called_at = models.DateTimeField("dokter dihubungi pada", null=True, blank=True)
    no_people = models.CharField("bila tidak ada orang, mengapa", max_length=200, blank=True)
    known_by = by()
    known_at = models.DateTimeField(null=True, editable=False)
    follow_up = models.TextField("tindak lanjut", max_length=2000, blank=True)
    done_by = by("diselesaikan oleh")
    done_at = models.DateTimeField("selesai pada", null=True, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "insiden"
        indexes = [models.Index(fields=["-happened_at", "-id"], name="incident_newest")]
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "incident_calls_come_after_it",
                Q(
                    Q(police_called_at=None) | Q(police_called_at__gte=F("happened_at")),
                    Q(doctor_called_at=None) | Q(doctor_called_at__gte=F("happened_at")),
                ),
                "Polisi dan dokter dihubungi sesudah insiden terjadi.",
            ),
            holds(
                "incident_is_known_by_another",
                Q(known_by=None) | ~Q(known_by=F("recorded_by")),
                "Yang mencatat tidak dapat mengetahui sendiri.",
            ),
            holds(
                "incident_is_known_by_somebody_at_some_time", all_or_none("known_by", "known_at")
            ),
            holds(
                "incident_done_says_by_whom_and_how",
                Q(done_by=None, done_at=None)
                | Q(~Q(follow_up=""), done_by__isnull=False, done_at__isnull=False),
                "Tulis tindak lanjutnya.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {days.day_of(self.happened_at):%d/%m/%Y}"

    @property
    def number(self):
        return f"IN-{self.pk:05d}"

    @property
    def must_be_known(self):
        return self.severity in TOLD

    @property
    def waits_to_be_known(self):
        return self.must_be_known and self.known_at is None

    @property
    def is_serious(self):
        return self.severity == Severity.SERIOUS

    @property
    def known_late(self):
        """A serious one has waited for the head for more than 24 hours."""
        waited = days.now() - self.recorded_at
        return self.is_serious and self.waits_to_be_known and waited > TO_BE_KNOWN_WITHIN


@pghistory.track()
class IncidentPerson(models.Model):
    """Who had which part in an incident: a klien in a stay, or somebody by name."""

    class Who(models.TextChoices):
        STAFF = "staff", "Petugas"
        VISITOR = "visitor", "Pengunjung"
        OUTSIDER = "outsider", "Orang luar"

    class Side(models.TextChoices):
        """Nobody is called "pelaku": a report is no verdict."""

        DID_IT = "did_it", "Diduga berbuat"
        VICTIM = "victim", "Korban"
        WITNESS = "witness", "Saksi"
        ON_DUTY = "on_duty", "Petugas yang menangani"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="people")
    stay = may_point_to(Stay, "klien", related_name="incidents")
    name = models.CharField("atau nama orang lain", max_length=120, blank=True)
    who = one_of(Who, "ia siapa", max_length=8, blank=True)
    side = one_of(Side, "sebagai", max_length=8)

    class Meta:
        verbose_name = "orang dalam insiden"
        constraints = [
            holds(
                "incident_person_is_a_klien_or_a_name",
                Q(stay__isnull=False, name="", who="") | Q(~Q(name=""), ~Q(who=""), stay=None),
                "Pilih klien, atau tulis nama orang lain.",
            ),
            once(
                "incident_names_a_klien_once", ["incident", "stay"], "Klien ini tertulis dua kali."
            ),
        ]

    def __str__(self):
        return self.name or str(self.stay.person)


class MediationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(incident__in=Incident.objects.told_to(user))


@pghistory.track()
class Mediation(Sent):
    """Both sides of an incident at one table: who came, and what they agreed on."""

    class Result(models.TextChoices):
        AGREED = "agreed", "Sepakat"
        NOT_YET = "not_yet", "Belum sepakat"

    incident = protected(Incident, related_name="mediations")
    held_at = models.DateTimeField("mediasi pada")
    attended = models.CharField("yang hadir", max_length=300)
    result = one_of(Result, "hasil", max_length=7)
    text = models.TextField("isi kesepakatan atau sikap para pihak", max_length=1000)

    objects = MediationQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "mediasi"

    def __str__(self):
        return f"Mediasi, {days.day_of(self.held_at):%d/%m/%Y}"

    @property
    def is_agreed(self):
        return self.result == self.Result.AGREED
