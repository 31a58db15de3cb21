"""Which special periods lie in a period, and what a comparison of two says of them (docs/rules.md,
Special periods)."""

from dataclasses import dataclass
from datetime import date

from cases.health.medicines.models import FastingPeriod
from reports.figures.periods import Period
from reports.figures.seasons.models import SeasonKind, SpecialPeriod
from rptc import days, words
from rptc.kept import kept_rows

# Where both held one for about as long, there is nothing to say.
ABOUT_AS_LONG = 3


@dataclass(frozen=True)
class Season:
    name: str
    kind: str
    first: date
    last: date
    is_estimate: bool = False

    def days_in(self, period: Period) -> int:
        first, last = max(self.first, period.first), min(self.last, period.last)
        return max((last - first).days + 1, 0)

    @property
    def called(self) -> str:
        return f"{self.name} (tanggal perkiraan)" if self.is_estimate else self.name

    @property
    def text(self) -> str:
        """Ramadan 1446 H, 01/03/2025 sampai 30/03/2025"""
        return f"{self.called}, {words.tanggal(self.first)} sampai {words.tanggal(self.last)}"


def seasons() -> list[Season]:
    """All there are, the earliest first. Of Ramadan the days that the unit wrote down for its
    medicines; they have no name of their own."""
    rows, fasts = kept_rows(_special, None), kept_rows(_fasts, None)
    found, named = [], {}
    for row in rows:
        season = Season(row.name, row.kind, row.first_on, row.last_on, row.is_estimate)
        fast = next((each for each in fasts if _is_same(season, each)), None)
        if fast:
            named.setdefault(fast.pk, season.name)
        else:
            found.append(season)
    for fast in fasts:
        name = named.get(fast.pk, f"Ramadan {fast.first_on.year}")
        found.append(Season(name, SeasonKind.RAMADAN, fast.first_on, fast.last_on))
    return sorted(found, key=lambda season: (season.first, season.name))


def _special(user):
    return SpecialPeriod.objects.filter(is_active=True)


def _fasts(user):
    return FastingPeriod.objects.all()


def _is_same(season: Season, fast: FastingPeriod) -> bool:
    is_ramadan = season.kind == SeasonKind.RAMADAN
    return is_ramadan and season.first <= fast.last_on and fast.first_on <= season.last


def told_beside(period: Period, before: Period | None, among: list[Season]) -> list[str]:
    """What a comparison of two periods has to say: kind by kind, where one of them held it, or
    one of them for longer."""
    if before is None:
        return []
    told = []
    for kind in SeasonKind:
        of_kind = [season for season in among if season.kind == kind]
        here = [season for season in of_kind if season.days_in(period)]
        there = [season for season in of_kind if season.days_in(before)]
        if kind in (SeasonKind.OTHER, SeasonKind.CAMPAIGN):
            # Each is another one: no two of them are compared.
            told += [_only_here(season, period) for season in here if season not in there]
            told += [_only_there(season, before) for season in there if season not in here]
        elif here and there:
            lengths = [
                sum(season.days_in(each) for season in held)
                for held, each in ((here, period), (there, before))
            ]
            if abs(lengths[0] - lengths[1]) > ABOUT_AS_LONG:
                told.append(
                    f"{kind.label}: {lengths[0]} hari dalam masa ini, {lengths[1]} hari dalam masa"
                    f" pembandingnya{_estimated([*here, *there])}."
                )
        else:
            told += [_only_here(season, period) for season in here]
            told += [_only_there(season, before) for season in there]
    return told


def _only_here(season, period):
    part = _part(season, period)
    return f"{season.called} ada dalam masa ini{part}, tidak dalam masa pembandingnya."


def _only_there(season, before):
    part = _part(season, before)
    return f"{season.called} ada dalam masa pembandingnya{part}, tidak dalam masa ini."


def _part(season, period):
    inside = season.days_in(period)
    return "" if inside == (season.last - season.first).days + 1 else f" ({inside} hari)"


def _estimated(held):
    return " (tanggal perkiraan)" if any(season.is_estimate for season in held) else ""


def of_two_years(year: int, among: list[Season]) -> list[Season]:
    """What the twelve months of a year and of the year before held, month beside month."""
    both = Period(Period.year(year - 1).first, Period.year(year).until)
    return [season for season in among if season.days_in(both)]


def seasons_beside(period: Period, before: Period | None) -> tuple[list[str], list[Season]]:
    """For a page: the sentences of its comparison; of a year, whose months stand beside each
    other, the seasons themselves."""
    among = seasons()
    of_months = of_two_years(period.first.year, among) if period.is_year else []
    return told_beside(period.as_far_as(days.today()), before, among), of_months
