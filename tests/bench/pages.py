"""What is measured: each page and act beside its floor, with its bar (a ratio)."""

import uuid
from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.functions import Abs
from django.urls import reverse

from cases.casework.assessments.models import Assessment
from cases.casework.assessments.questions.models import QuestionSet
from cases.casework.plans.models import ServiceKind
from cases.health.medicines.models import Medicine
from cases.intakes.models import Classification
from cases.patrols.models import Patrol
from cases.people.models import Person
from cases.stays.models import Stay
from partners.directory.models import Member
from rptc import days
from tests.bench.sql import fetch

# How the people are called whom a measurement registers; they are taken back afterwards.
MEASURED = "Ukur Kecepatan"
# So many are at a session.
SESSION = 40

LIST_BAR, MANY = 1.8, 100_000


@dataclass(frozen=True)
class Page:
    """`few` is the same page with few rows; `clients_bar` that of eight clients at once, beside
    `clients_floor` where it is another."""

    name: str
    user: str
    path: str
    floor: str
    bar: float
    few: str = ""
    clients_bar: float | None = None
    clients_floor: str = ""
    size_bar: int | None = None


@dataclass(frozen=True)
class Subjects:
    """The rows of one database that the pages are asked for; chosen alike at every size."""

    people: int
    person_id: int
    fragments: str
    year: int
    patrol_ids: list[int]
    classification_id: int
    # In the house, with a plan and assessments; all who are there; who is there for a session.
    stay_id: int
    called: list[int]
    in_house: list[int]
    medicine_ids: list[int]
    question_id: int
    session_kind_id: int
    # Whose member asks the portal.
    partner_id: int

    @property
    def floors(self) -> dict[str, str]:
        return {
            "Fa": f"/floor/page/{self.person_id}/",
            "Fs": f"/floor/search/?q={self.fragments}",
            "Fl": "/floor/list/?sex=P",
            "Fr": f"/floor/recap/{self.year}/",
            "Fi": "/floor/insert/",
        }


def choose() -> Subjects:
    people = Person.objects.filter(
        is_sealed=False, referrals__isnull=False, stays__plans__isnull=False
    )
    # Met four times: more than most.
    people = people.annotate(times=Count("intakes", distinct=True))
    stays = Stay.objects.open().filter(person__is_sealed=False).order_by("began_at", "pk")
    return Subjects(
        people=Person.objects.count(),
        person_id=people.order_by(Abs(F("times") - 4), "pk").values_list("pk", flat=True)[0],
        fragments=fragments(),
        year=days.today().year - 1,
        patrol_ids=list(Patrol.objects.under_way().values_list("pk", flat=True)),
        classification_id=Classification.objects.get(code="gepeng").pk,
        stay_id=stays.filter(plans__isnull=False, assessments__isnull=False).values_list(
            "pk", flat=True
        )[0],
        called=list(Stay.objects.open().order_by("pk").values_list("pk", flat=True)),
        in_house=list(stays.values_list("pk", flat=True)[:SESSION]),
        medicine_ids=list(Medicine.objects.order_by("pk").values_list("pk", flat=True)),
        question_id=QuestionSet.objects.in_force().asked.get(code="penghasilan-sehari").pk,
        session_kind_id=ServiceKind.objects.filter(is_group=True).first().pk,
        partner_id=Member.objects.get().partner_id,
    )


def fragments() -> str:
    """The beginnings of two words of a name that about 30 people have."""
    return fetch(
        """
        SELECT left(split_part(name, ' ', 1), 4) || '+' || left(split_part(name, ' ', 2), 5)
          FROM cases_person WHERE name NOT LIKE '%.%' AND name LIKE '% %'
         GROUP BY 1 ORDER BY abs(count(*) - 30), 1 LIMIT 1
        """
    )[0][0]


def pages(subjects: Subjects) -> list[Page]:
    people, intakes = reverse("cases:person_list"), reverse("cases:intake_list")
    board, cell = reverse("cases:stay_list"), reverse("reports:recap_cell")
    person = reverse("cases:person_detail", args=[subjects.person_id])
    partner = reverse("partners:partner_detail", args=[subjects.partner_id])
    referrals = reverse("partners:referral_list")
    year, today = subjects.year, reverse("reports:today")
    period = f"?from={year}-01-01&to={year}-12-31"
    return [
        Page("Hari Ini, pekerja sosial", "peksos", today, "Fa", 3.5),
        Page("Hari Ini, Kepala UPT", "kepala", today, "Fa", 3.5),
        Page("Hari Ini, petugas piket", "piket", today, "Fa", 3.5),
        Page("Hari Ini, petugas TRC", "trc", today, "Fa", 3.5),
        Page("Berkas klien", "peksos", person, "Fa", 5, clients_bar=0.19, size_bar=37),
        *[
            Page(f"Berkas, bagian {name}", "peksos", reverse(view, args=[number]), "Fa", 3.5)
            for name, view, number in [
                ("Asesmen", "cases:stay_assessments", subjects.stay_id),
                ("Rencana", "cases:stay_plan", subjects.stay_id),
                ("Catatan", "cases:stay_notes", subjects.stay_id),
                ("Kesehatan", "cases:person_health", subjects.person_id),
                ("Identitas", "cases:person_identity", subjects.person_id),
            ]
        ],
        Page("Berkas mitra", "peksos", partner, "Fa", 3.5),
        Page("Portal mitra", "mitra", reverse("partners:portal"), "Fa", 3.5, size_bar=60),
        Page("Klien saya", "peksos", reverse("reports:own_list"), "Fa", 3.5),
        Page("Beban kerja", "kepala", reverse("cases:caseload_list"), "Fa", 3.5),
        Page(
            "Cari potongan nama",
            "peksos",
            f"{people}?q={subjects.fragments}",
            "Fs",
            2,
            clients_bar=0.48,
        ),
        Page(
            "Daftar klien, disaring",
            "peksos",
            f"{people}?sex=P",
            "Fl",
            LIST_BAR,
            few=f"&q={subjects.fragments}",
        ),
        Page(
            "Daftar terjaring, disaring",
            "peksos",
            f"{intakes}?sex=P",
            "Fl",
            LIST_BAR,
            few=f"&since={days.today() - days.ONE_DAY}",
            clients_bar=0.44,
            size_bar=24,
        ),
        Page(
            "Papan masa pembinaan",
            "peksos",
            board,
            "Fl",
            1.7,
            few="?limit=today",
            clients_bar=0.48,
            size_bar=54,
        ),
        Page("Daftar rujukan", "peksos", referrals, "Fl", LIST_BAR, few="?page=9999"),
        Page("Mutu data", "peksos", reverse("reports:quality"), "Fl", LIST_BAR),
        Page(
            "Baris di balik rekap", "kepala", f"{cell}{period}", "Fl", LIST_BAR, few="&page=9999"
        ),
        *recaps(subjects),
    ]


def recaps(subjects: Subjects) -> list[Page]:
    """Its SQL grows with its rows: in a large house the bar is beside the SQL of its floor."""
    year = reverse("reports:recap_year", args=[subjects.year])
    month = reverse("reports:recap_month", args=[subjects.year, 6])
    floor, bar = ("Fr", 0.4) if subjects.people >= MANY else ("Fa", 2)
    return [
        Page("Rekap tahunan", "kepala", year, floor, bar, clients_bar=3, clients_floor="Fr"),
        Page("Rekap bulanan", "kepala", month, floor, bar),
    ]


def met_row(subjects: Subjects, number: int) -> tuple[str, dict]:
    """One more person of a patrol: the address and the form of the batch."""
    patrol_id = subjects.patrol_ids[number % len(subjects.patrol_ids)]
    row = who(subjects, number) | {"outcome": "advised", "place": "Jl. Veteran"}
    form = {f"0-{name}": value for name, value in row.items()}
    form["send_key"] = uuid.uuid4()
    return reverse("cases:patrol_intakes", args=[patrol_id]), form


def door_intake(subjects: Subjects, number: int) -> tuple[str, dict]:
    """Somebody who came to the door and is taken in."""
    form = who(subjects, number) | {
        "door": "walk_in",
        "met_on": days.today(),
        "outcome": "brought",
        "send_key": uuid.uuid4(),
        # The officer has seen the likely people, and asks later.
        "likely_shown": "1",
    }
    return reverse("cases:intake_register"), form


def answer_typed(subjects: Subjects, number: int) -> tuple[str, dict]:
    """One field of a draft of the full assessment, as it is typed."""
    question = subjects.question_id
    form = {"stage": "comprehensive", "question": question, f"q{question}-value": 1_000 + number}
    # Beside which done one the page was shown.
    done = Assessment.objects.done().filter(stay=subjects.stay_id, stage="comprehensive")
    form["after"] = done.order_by("-pk").values_list("pk", flat=True).first() or ""
    return reverse("cases:assessment_answer", args=[subjects.stay_id]), form


def session_held(subjects: Subjects, number: int) -> tuple[str, dict]:
    """Forty who are in the house, and all of them there; each time at another place, since the
    same session is written down once."""
    now = days.now().astimezone(days.WITA)
    form = {
        "kind": subjects.session_kind_id,
        "held_at": f"{now:%Y-%m-%dT%H:%M}",
        "place": f"{MEASURED} {number}",
        "led_by_name": MEASURED,
        "for_whom": "all",
        "shown": subjects.in_house,
        "here": subjects.in_house,
        "send_key": uuid.uuid4(),
    }
    return reverse("cases:session_register"), form


def who(subjects: Subjects, number: int) -> dict:
    return {
        "name": f"{MEASURED} {number}",
        "sex": "L",
        "age_years": 40,
        "age_kind": "about",
        "source": "self",
        "provisional": subjects.classification_id,
    }
