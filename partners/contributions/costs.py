"""What was paid or given in a year and has a paper, by whose pocket it came from. Bills, help and
money for the way home stand where they were written: nothing is copied."""

from dataclasses import dataclass

from django.db import models
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from cases.health.hospital.models import HospitalBill, Payer
from cases.help.models import Help
from cases.papers.homecoming.letters import RECEIPT
from cases.papers.homecoming.models import Homecoming, HomecomingPiece, Step
from partners.contributions.days import PersonDays
from partners.contributions.models import Contribution, GiftKind, Source
from rptc.letters.ties import tied_acts


class Pocket(models.TextChoices):
    """The sources of what is given, and who pays besides without being one of them."""

    CITY = Source.CITY.value, Source.CITY.label
    PARTNER = Source.PARTNER.value, Source.PARTNER.label
    PRIVATE = Source.PRIVATE.value, Source.PRIVATE.label
    OUTSIDE = "outside", "BPJS, daerah asal, keluarga"


# Who pays a hospital, by its code.
POCKETS = {
    Payer.DINKES: Pocket.CITY,
    Payer.DINSOS: Pocket.CITY,
    Payer.BPJS: Pocket.OUTSIDE,
    Payer.REGION: Pocket.OUTSIDE,
    Payer.FAMILY: Pocket.OUTSIDE,
}


@dataclass(frozen=True)
class Cost:
    """One sort of cost out of one pocket: how many papers, how much, and the list behind it for
    who may open it."""

    pocket: str
    what: str
    number: int
    amount: int
    url: str = ""
    permission: str = ""


@dataclass(frozen=True)
class Costs:
    year: int
    lines: list[Cost]

    @property
    def by_pocket(self):
        """[(pocket, its lines, their sum)], those with something."""
        groups = [(each, [line for line in self.lines if line.pocket == each]) for each in Pocket]
        return [(each, lines, _sum(lines)) for each, lines in groups if lines]

    @property
    def total(self) -> int:
        """Without what neither the city nor a partner nor a giver carried."""
        return _sum([line for line in self.lines if line.pocket != Pocket.OUTSIDE])

    @property
    def of_house(self) -> int:
        """What the city paid: the cost of the house, as far as it has a paper here."""
        return _sum([line for line in self.lines if line.pocket == Pocket.CITY])


def _sum(lines):
    return sum(line.amount for line in lines)


def costs_of(year: int) -> Costs:
    """Numbers: of closed files too, as the sums of hospitals are."""
    lines = [*_bills(year), *_help(year), *_ways_home(year), *_given(year)]
    return Costs(year, [line for line in lines if line.number])


def _bills(year):
    """Paid in the year; a bill is paid only with a receipt."""
    rows = HospitalBill.objects.filter(paid_on__year=year).order_by().values_list("payer")
    found = {}
    for payer, number, amount in rows.annotate(number=models.Count("pk"), sum=Sum("amount")):
        pocket = POCKETS[payer]
        before = found.get(pocket, (0, 0))
        found[pocket] = (before[0] + number, before[1] + amount)
    url = f"{reverse('cases:hospital_bills')}?year={year}"
    return [
        Cost(pocket, "Tagihan rumah sakit", *found[pocket], url, "cases.view_hospital_bills")
        for pocket in Pocket
        if pocket in found
    ]


def _help(year):
    """Given in the year, with a receipt that stands."""
    rows = Help.objects.paid().filter(
        paid_on__year=year, letter__isnull=False, letter__withdrawn_at=None
    )
    number, amount = _counted(rows, F("amount"))
    url = f"{reverse('cases:help_list')}?show=paid&year={year}"
    return [Cost(Pocket.CITY, "Bantuan untuk klien", number, amount, url, "cases.view_help")]


def _ways_home(year):
    """Ticket and pocket money for which there is a receipt of the year."""
    receipts = tied_acts(Homecoming, RECEIPT).filter(letter__year=year)
    rows = HomecomingPiece.objects.filter(code=Step.MONEY, homecoming__in=receipts)
    paid = Coalesce(F("ticket"), 0) + Coalesce(F("pocket"), 0)
    number, amount = _counted(rows, paid)
    what = "Tiket dan uang saku pemulangan"
    url = reverse("cases:homecoming_list")
    return [Cost(Pocket.CITY, what, number, amount, url, "cases.view_homecoming")]


def _counted(rows, amount):
    found = rows.aggregate(number=models.Count("pk"), sum=Sum(amount, default=0))
    return found["number"], found["sum"]


def _given(year):
    """Confirmed, with a paper. What nobody could value is counted with no rupiah."""
    rows = Contribution.objects.of_year(year).with_paper().order_by()
    rows = rows.values_list("source", "kind").annotate(
        number=models.Count("pk"), sum=Sum("amount", default=0)
    )
    found = {(source, kind): (number, amount) for source, kind, number, amount in rows}
    return [
        Cost(
            source.value,
            f"Sumbangan {kind.label.lower()}",
            *found[source, kind],
            f"{reverse('partners:contribution_list')}?show=confirmed&year={year}"
            f"&source={source.value}&kind={kind.value}",
            "partners.view_contribution",
        )
        for source in Source
        for kind in GiftKind
        if (source, kind) in found
    ]


def per_day(costs: Costs, found: PersonDays) -> int | None:
    """Rupiah for one person and day in the house; None where nobody was there."""
    return round(costs.of_house / found.house.days) if found.house.days else None
