"""The seven indicators of a year, as they are read: of all partners, or of one."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Q

from partners.directory.models import Partner
from partners.referrals.models import Referral
from reports.figures.models import Indicator, IndicatorDefinition, PartnershipWord
from reports.figures.partnership.measures import MEASURES, Measure, Side, Year
from rptc import days
from rptc.accounts.permissions import Role
from rptc.words import angka

# A share of fewer is written, and not drawn (R93).
DRAWN_FROM = 10
# So many partners stand with their name; the others are one line.
NAMED = 6
OTHERS = "Lainnya"


@dataclass
class Figure:
    """How many of how many; of one partner, or of the whole."""

    measure: Measure
    n: int
    m: int
    name: str = ""
    partner: int | None = None

    def __str__(self):
        """ "21 dari 25", or a number alone. Nothing that could count is not "0 dari 0"."""
        if not self.measure.is_share:
            return angka(self.m)
        return f"{angka(self.n)} dari {angka(self.m)}" if self.m else "belum ada"

    @property
    def is_drawn(self):
        return self.measure.is_share and self.m >= DRAWN_FROM

    @property
    def percent(self):
        return round(100 * self.n / self.m) if self.m else 0


@dataclass
class Told:
    """One indicator: its headline with each partner's part, what else is told of the whole, our
    own side, and what each side said of it."""

    definition: IndicatorDefinition
    headline: Figure | None = None
    lines: list[Figure] = field(default_factory=list)
    also: list[Figure] = field(default_factory=list)
    ours: list[Figure] = field(default_factory=list)
    words: list[PartnershipWord] = field(default_factory=list)


def year_of(number):
    definitions = IndicatorDefinition.objects.of_year(number)
    looks = {each.number: timedelta(days=each.days or 0) for each in definitions.values()}
    return Year(number, days.now(), looks), definitions


def base_year():
    """The first year of which a referral is known: it is counted, and compared with nothing."""
    first = Referral.objects.exclude(sent_at=None).order_by("sent_at").values_list("sent_at")
    first = first.first()
    return days.day_of(first[0]).year if first else days.today().year


def named_for(user):
    """The partners that may stand beside a number: those of closed destinations for the head
    alone, who knows each of them."""
    partners = Partner.objects.all()
    return partners if user.has_role(Role.HEAD) else partners.filter(closes_destination=False)


def seven(user, number, partner=None, *, is_own=False):
    """[Told, ...] of a year; of one partner alone, where it is given. To that partner itself what
    it can count from its own rows."""
    year, definitions = year_of(number)
    told = {each: Told(definitions[each]) for each in Indicator}
    names = dict(named_for(user).values_list("pk", "name"))
    if is_own:
        names = {partner.pk: partner.name}
    for measure in MEASURES:
        here = told[measure.indicator]
        if partner is not None and not measure.partner:
            continue
        if is_own and not measure.is_for_partner:
            continue
        figures = _by_partner(measure, year) if measure.partner else {None: _all(measure, year)}
        if partner is not None:
            figures = {partner.pk: figures.get(partner.pk, (0, 0))}
        n, m = (sum(each[place] for each in figures.values()) for place in (0, 1))
        figure = Figure(measure, n, m, partner=partner and partner.pk)
        if measure.side == Side.OURS:
            here.ours.append(figure)
        elif here.headline is None:
            here.headline = figure
            if partner is None:
                here.lines = _lines(measure, figures, names)
        else:
            here.also.append(figure)
    for word in PartnershipWord.objects.standing(number).order_by("partner__name", "number"):
        is_read = word.partner_id is None or word.partner_id in names
        if is_read and (partner is None or word.partner_id in {None, partner.pk}):
            told[word.number].words.append(word)
    return list(told.values())


def _counted(measure):
    counts = {"m": Count("pk")}
    if measure.is_share:
        counts["n"] = Count("pk", filter=Q(counts=True))
    return counts


def _all(measure, year):
    found = measure.rows(year).aggregate(**_counted(measure))
    return found.get("n", 0), found["m"]


def _by_partner(measure, year):
    rows = measure.rows(year).order_by().values(measure.partner).annotate(**_counted(measure))
    return {row[measure.partner]: (row.get("n", 0), row["m"]) for row in rows}


def _lines(measure, figures, names):
    """A line a partner, the one with most first by name; the rest together, so that the lines add
    up to the whole."""
    if not measure.partner:
        return []
    largest = sorted(figures.items(), key=lambda each: (-each[1][1], names.get(each[0], "")))
    named = [key for key, _ in largest if key in names][:NAMED]
    lines = [Figure(measure, *figures[key], names[key], key) for key in named]
    lines.sort(key=lambda line: line.name)
    rest = [numbers for key, numbers in figures.items() if key not in named]
    if rest:
        n, m = (sum(each[place] for each in rest) for place in (0, 1))
        lines.append(Figure(measure, n, m, OTHERS))
    return lines
