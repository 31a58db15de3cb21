"""The seven indicators of a year, as they are read: of all partners, or of one."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import BigIntegerField, Count, F, Q, Value
from django.db.models.functions import Cast

from partners.contributions.days import SMALL
from partners.directory.models import Partner
from partners.earlier.models import EarlierReferral
from partners.referrals.models import Referral
from reports.figures.models import (
    Indicator,
    IndicatorDefinition,
    PartnershipWord,
    definitions_of,
)
from reports.figures.partnership.measures import MEASURES, Measure, Side, Year
from rptc import days
from rptc.accounts.permissions import Role
from rptc.together import read_together
from rptc.words import angka

# A share of fewer is written, and not drawn (R93).
DRAWN_FROM = 10
# So many partners stand with their name; the others are one line.
NAMED = 6
OTHERS = "Lainnya"
NOBODY = "Tanpa mitra, atau tidak disebut"


@dataclass
class Figure:
    """How many of how many; of one partner, or of the whole. Without `m` a number alone."""

    measure: Measure
    n: int
    m: int | None
    name: str = ""
    partner: int | None = None
    # Of a year before the application, of which it has no row.
    is_unrecorded: bool = False

    def __str__(self):
        """ "21 dari 25", or a number alone. Nothing that could count is not "0 dari 0"."""
        if self.is_unrecorded:
            return "tidak dicatat"
        if not self.measure.is_share:
            return angka(self.m)
        if self.m is None:
            return angka(self.n)
        return f"{angka(self.n)} dari {angka(self.m)}" if self.m else "belum ada"

    @property
    def is_from_book(self):
        return self.measure.side == Side.BOOK

    @property
    def is_drawn(self):
        return self.measure.is_share and (self.m or 0) >= DRAWN_FROM

    @property
    def percent(self):
        return round(100 * self.n / self.m) if self.m else 0


@dataclass
class Told:
    """One indicator: its headline with each partner's part, what else is told of the whole, our
    own side, what each side said of it, and what the register of letters says."""

    definition: IndicatorDefinition
    headline: Figure | None = None
    lines: list[Figure] = field(default_factory=list)
    theirs: list[Figure] = field(default_factory=list)
    also: list[Figure] = field(default_factory=list)
    ours: list[Figure] = field(default_factory=list)
    words: list[PartnershipWord] = field(default_factory=list)
    book: list[Figure] = field(default_factory=list)

    @property
    def from_book(self):
        """What the register of letters says, where it says anything."""
        return self.book if any(figure.m for figure in self.book) else []

    @property
    def at_a_glance(self):
        """The headline; of an earlier year the share from the register of letters."""
        if self.headline and not self.headline.is_unrecorded:
            return self.headline
        return next((each for each in self.book if each.measure.is_share and each.m), None)


class Stranger:
    """Who reads them without a login, and what is the same for everybody."""

    def has_role(self, *roles):
        return False


def year_of(number):
    definitions = IndicatorDefinition.objects.of_year(number)
    return _year(number, definitions), definitions


def _year(number, definitions):
    looks = {each.number: timedelta(days=each.days or 0) for each in definitions.values()}
    return Year(number, days.now(), looks)


def base_year():
    """The first year of which a referral is known: it is counted, and compared with nothing."""
    return Referral.objects.first_year()


def first_year(user):
    """Of which something is known: by the application, or by the register of letters. Of a closed
    partner the head alone knows that it says anything."""
    booked = EarlierReferral.objects.counted().filter(partner__in=named_for(user))
    earliest = booked.order_by("dated_on").values_list("dated_on__year", flat=True).first()
    return min(base_year(), earliest or base_year())


def told_to_all(number):
    """Those of a year of which there is something to count, as a stranger reads them: the same
    for everybody, or two papers would tell of a closed partner."""
    return tuple(told for told in all_told(number) if told.headline and told.headline.m)


def all_told(number):
    """The seven of a year as a stranger reads them, also those of which there is nothing to
    count."""
    base = base_year()
    return () if number < base else tuple(seven(Stranger(), number, base=base))


def named_for(user):
    """The partners that may stand beside a number: those of closed destinations for the head
    alone, who knows each of them."""
    partners = Partner.objects.all()
    return partners if user.has_role(Role.HEAD) else partners.filter(closes_destination=False)


def seven(user, number, partner=None, *, is_own=False, base=None):
    """[Told, ...] of a year; of one partner alone, where it is given. To that partner itself what
    it can count from its own rows. `base` is the `base_year()`, where it is known."""
    is_earlier = number < (base or base_year())
    defined, named, words = read_together(
        [
            IndicatorDefinition.objects.all(),
            named_for(user).values_list("pk", "name"),
            PartnershipWord.objects.standing(number).order_by("partner__name", "number"),
        ]
    )
    definitions, names = definitions_of(number, defined), dict(named)
    year = _year(number, definitions)
    told = {each: Told(definitions[each]) for each in Indicator}
    if is_own:
        names = {partner.pk: partner.name}
    measures = [
        measure
        for measure in MEASURES
        if (partner is None or measure.partner) and (measure.is_for_partner or not is_own)
        if is_earlier or measure.side != Side.BOOK
        if year.is_running or not measure.is_of_today
    ]
    counted = _counted(measures, year)
    for measure in measures:
        figures = counted[measure.key]
        if partner is not None:
            figures = {partner.pk: figures.get(partner.pk, (0, 0))}
        elif measure.partner:
            figures = _known(measure, figures, names, number)
        _place(told[measure.indicator], measure, figures, names, partner, is_earlier)
    for word in words:
        is_read = word.partner_id is None or word.partner_id in names
        if is_read and (partner is None or word.partner_id in {None, partner.pk}):
            told[word.number].words.append(word)
    return list(told.values())


def _place(here, measure, figures, names, partner, is_earlier):
    n = sum(each[0] for each in figures.values())
    m = sum(each[1] for each in figures.values())
    if measure.tally:
        # Of the house: it is no partner, and stands in the whole alone.
        n -= figures.pop(None, (0, 0))[0]
        m = m if partner is None else None
    figure = Figure(measure, n, m, partner=partner and partner.pk)
    if measure.side == Side.BOOK:
        figure.is_unrecorded = measure.is_share and not m
        here.book.append(figure)
        if partner is None and measure.is_share:
            here.lines = here.lines or _lines(measure, figures, names)
        return
    figure.is_unrecorded = is_earlier and not (n or m)
    if measure.side == Side.OURS:
        here.ours.append(figure)
    elif measure.side == Side.THEIRS:
        here.theirs.append(figure)
    elif here.headline is None:
        here.headline = figure
        if partner is None:
            here.lines = _lines(measure, figures, names)
    else:
        here.also.append(figure)


def partners_counted(user, measure, number):
    """The partners whose rows stand in the number of the whole that this reader is shown."""
    figures = _counted([measure], year_of(number)[0])[measure.key]
    names = dict(named_for(user).values_list("pk", "name"))
    return list(_known(measure, figures, names, number))


def _known(measure, figures, names, number):
    """Without those of partners whose destination is closed to this reader. In a year that is over
    they are counted with the others, where they are two at least and five events: before, the sum
    would grow on the day on which somebody went there (partners/contributions/days.py)."""
    closed = [key for key in figures if key is not None and key not in names]
    if closed and measure.has_nobody:
        # How many there are in all is known: of whom no partner is said are one line.
        some = [figures[key] for key in [None, *closed] if key in figures]
        rest = {key: numbers for key, numbers in figures.items() if key in names}
        return rest | {None: tuple(sum(each) for each in zip(*some, strict=True))}
    is_over = number < days.today().year and not measure.tally
    if is_over and len(closed) > 1 and sum(figures[key][1] for key in closed) >= SMALL:
        return figures
    return {key: numbers for key, numbers in figures.items() if key not in closed}


def _counted(measures, year):
    """{key of a measure: {partner: (n, m)}}, of all together with None: one question for all."""
    found = {measure.key: {} for measure in measures}
    for measure in measures:
        if measure.tally:
            numbers = measure.tally(year)
            found[measure.key] = {partner: (number, number) for partner, number in numbers.items()}
    first, *others = [_grouped(measure, year) for measure in measures if measure.rows]
    for key, partner, n, m in first.union(*others, all=True):
        found[key][partner] = n, m
    return found


def _grouped(measure, year):
    partner = F(measure.partner) if measure.partner else Value(None)
    counts = Q(counts=True) if measure.is_share else Q(pk=None)
    rows = (
        measure.rows(year)
        .order_by()
        .annotate(measure=Value(measure.key), of=Cast(partner, BigIntegerField()))
    )
    rows = rows.values("measure", "of").annotate(n=Count("pk", filter=counts), m=Count("pk"))
    return rows.values_list("measure", "of", "n", "m")


def _lines(measure, figures, names):
    """A line a partner, those with most by name; the rest together, so that the lines add up to
    the whole. Who went to no partner is a line of its own."""
    if not measure.partner:
        return []
    alone = {None: NOBODY} if None in figures else {}
    largest = sorted(figures.items(), key=lambda each: (-each[1][1], names.get(each[0], "")))
    named = [key for key, _ in largest if key in names][:NAMED]
    lines = [_line(measure, figures[key], names[key], key) for key in named]
    lines.sort(key=lambda line: line.name)
    rest = [numbers for key, numbers in figures.items() if key not in named and key not in alone]
    if rest:
        lines.append(_line(measure, [sum(each) for each in zip(*rest, strict=True)], OTHERS))
    return lines + [_line(measure, figures[key], name) for key, name in alone.items()]


def _line(measure, numbers, name, partner=None):
    n, m = numbers
    return Figure(measure, n, None if measure.tally else m, name, partner)
