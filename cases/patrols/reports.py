"""What a patrol says of itself outside the house: places, hours, counts; never a name."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from cases.patrols.models import Patrol
from cases.patrols.public_reports.models import PublicReport
from rptc import days, words


@dataclass(frozen=True)
class Met:
    """How many people of a class, or altogether."""

    name: str
    people: int
    male: int
    female: int

    @property
    def by_sex(self) -> str:
        return f"L {self.male}, P {self.female}"


def counts(patrol: Patrol) -> tuple[list[Met], list[tuple[str, int]]]:
    """What a patrol met by class, and (outcome, number); the largest first."""
    by_class = (
        patrol.intakes.values_list("classification__name")
        .annotate(n=Count("pk"))
        .annotate(male=Count("pk", filter=Q(sex="L")), female=Count("pk", filter=Q(sex="P")))
    )
    by_outcome = patrol.intakes.values_list("outcome").annotate(n=Count("pk"))
    outcomes = _outcome_labels()
    return (
        [Met(*row) for row in by_class.order_by("-n", "classification__name")],
        [(outcomes[outcome], n) for outcome, n in by_outcome.order_by("-n", "outcome")],
    )


def altogether(by_class: list[Met]) -> Met:
    return Met(
        name="",
        people=sum(met.people for met in by_class),
        male=sum(met.male for met in by_class),
        female=sum(met.female for met in by_class),
    )


def places(patrol: Patrol) -> list[str]:
    """Where the patrol was: its hot spots, and other places where it met people."""
    spots = patrol.points.values_list("hot_spot__name", flat=True)
    met = patrol.intakes.values_list("hot_spot__name", "place")
    return sorted({*spots, *(name or place for name, place in met if name or place)})


def answered_reports(patrol: Patrol) -> list[str]:
    """The numbers of the public reports that a patrol rode for, those joined to them as well."""
    given = Q(patrol=patrol) | Q(joined_to__patrol=patrol)
    return [report.number for report in PublicReport.objects.filter(given).order_by("pk")]


def told_of(patrol: Patrol) -> dict:
    """What its page and its printed report tell of a patrol."""
    by_class, by_outcome = counts(patrol)
    met = altogether(by_class)
    return {
        "patrol": patrol,
        "places": places(patrol),
        "by_class": by_class,
        "by_outcome": by_outcome,
        "people": met.people,
        "met": met,
        "reports": answered_reports(patrol),
    }


@dataclass(frozen=True)
class LetterLine:
    """One patrol under an order letter."""

    patrol: Patrol
    people: int
    outcomes: list[tuple[str, int]]
    reports: list[str]


def letter_lines(patrols: QuerySet) -> list[LetterLine]:
    """What each patrol under a letter met, the quiet ones as well, in the order they rode."""
    patrols = list(patrols.select_related("team", "vehicle").order_by("started_at", "pk"))
    outcomes, reports = defaultdict(list), defaultdict(list)
    counted = Patrol.objects.filter(pk__in=[patrol.pk for patrol in patrols], intakes__gt=0)
    labels = _outcome_labels()
    for pk, outcome, n in (
        counted.order_by("pk")
        .values_list("pk", "intakes__outcome")
        .annotate(n=Count("intakes"))
        .order_by("pk", "-n", "intakes__outcome")
    ):
        outcomes[pk].append((labels[outcome], n))
    for report in PublicReport.objects.filter(patrol__in=patrols).order_by("pk"):
        reports[report.patrol_id].append(report.number)
    return [
        LetterLine(
            patrol,
            sum(n for _, n in outcomes[patrol.pk]),
            outcomes[patrol.pk],
            reports[patrol.pk],
        )
        for patrol in patrols
    ]


def _outcome_labels():
    intake = Patrol._meta.get_field("intakes").related_model
    return dict(intake._meta.get_field("outcome").choices)


def whatsapp_text(patrol: Patrol) -> str:
    """Place, hours, counts by class and outcome; never a name or initials."""
    by_class, by_outcome = counts(patrol)
    hours = words.jam(patrol.started_at)
    if patrol.ended_at:
        hours = f"{hours} sampai {words.jam(patrol.ended_at)}"
    lines = [
        "*LAPORAN PATROLI TRC SARIBATTANG*",
        f"{patrol.number}, {words.tanggal_panjang(patrol.started_at)}, pukul {hours} WITA",
        f"{patrol.team}, rute {patrol.route}",
    ]
    if patrol.order_letter:
        lines.append(f"Surat tugas {patrol.order_letter}")
    if where := places(patrol):
        lines.append(f"Titik: {', '.join(where)}")
    lines.append("")
    if not by_class:
        return "\n".join([*lines, "Hasil: nihil."])
    met = altogether(by_class)
    lines.append(f"Terjaring {met.people} orang ({met.by_sex})")
    lines += [f"- {met.name}: {met.people} ({met.by_sex})" for met in by_class]
    lines += ["Hasil di tempat", *(f"- {name}: {n}" for name, n in by_outcome)]
    return "\n".join(lines)


def note_days_without(patrols: list[Patrol], newer: Patrol | None) -> None:
    """Write on each patrol of a list, the newest first, the days between it and the next one on
    which nobody rode: `without` is (first day, last day, how many), or None. `newer` stands before
    the list; without it the days up to yesterday are looked at, since today is not over."""
    until = newer.started_on if newer else days.today()
    for patrol in patrols:
        first, last = patrol.started_on + days.ONE_DAY, until - days.ONE_DAY
        patrol.without = (first, last, (last - first).days + 1) if first <= last else None
        until = patrol.started_on
