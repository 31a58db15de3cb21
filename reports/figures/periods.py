"""The periods of a recap: half-open spans of days, named as the office names them."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from rptc import days, words

FIRST_YEAR = 2000
ROMAN = ("I", "II", "III", "IV")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """The days [first, until). A span of whole months has a name of its own (Triwulan I 2024)."""

    first: date
    until: date

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls.of_months(year, 1, 12)

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        return cls.of_months(year, month, 1)

    @classmethod
    def quarter(cls, year: int, number: int) -> "Period":
        return cls.of_months(year, 3 * number - 2, 3)

    @classmethod
    def semester(cls, year: int, number: int) -> "Period":
        return cls.of_months(year, 6 * number - 5, 6)

    @classmethod
    def of_months(cls, year: int, month: int, count: int) -> "Period":
        """Raises ValueError for a month or year that does not exist."""
        first = date(year, month, 1)
        return cls(first, days.add_months(first, count))

    @classmethod
    def of_days(cls, first: date, last: date) -> "Period":
        """Both days included, as they are typed."""
        return cls(first, last + ONE_DAY)

    @property
    def last(self) -> date:
        return self.until - ONE_DAY

    @property
    def months(self) -> int:
        """1, 3, 6 or 12 for a month, triwulan, semester or year of the calendar; else 0."""
        if self.first.day != 1 or self.until.day != 1:
            return 0
        count = 12 * (self.until.year - self.first.year) + self.until.month - self.first.month
        return count if count in (1, 3, 6, 12) and (self.first.month - 1) % count == 0 else 0

    @property
    def is_year(self) -> bool:
        return self.months == 12

    @property
    def is_closable(self) -> bool:
        """A month or a year: what the head closes."""
        return self.months in (1, 12)

    @property
    def previous_year(self) -> "Period":
        """The same period of the year before; 29 February becomes 28 February."""
        if self.first.day == 1 and self.until.day == 1:
            return Period(days.add_months(self.first, -12), days.add_months(self.until, -12))
        return Period.of_days(days.add_months(self.first, -12), days.add_months(self.last, -12))

    def as_far_as(self, today: date) -> "Period":
        """The days of it that have begun; itself where it is over, or has not begun."""
        return (
            Period(self.first, min(self.until, today + ONE_DAY)) if self.first <= today else self
        )

    def is_over(self, on: date) -> bool:
        return self.until <= on

    @property
    def title(self) -> str:
        """As it is read on a page: Tahun 2024, Maret 2024, Triwulan I 2024."""
        year, month = self.first.year, self.first.month
        match self.months:
            case 12:
                return f"Tahun {year}"
            case 6:
                return f"Semester {ROMAN[month // 6]} {year}"
            case 3:
                return f"Triwulan {ROMAN[month // 3]} {year}"
            case 1:
                return words.write_date(self.first, "F Y")
        if self.first == self.last:
            return words.tanggal_surat(self.first)
        return f"{words.tanggal_surat(self.first)} sampai {words.tanggal_surat(self.last)}"

    @property
    def official_title(self) -> str:
        """In the title of the city's table: Tahun 2024, Bulan Maret Tahun 2024."""
        year = self.first.year
        match self.months:
            case 6 | 3:
                return f"{self.title.removesuffix(str(year))}Tahun {year}"
            case 1:
                return f"Bulan {words.write_date(self.first, 'F')} Tahun {year}"
            case 12:
                return self.title
        return f"Periode {self.title}"

    @property
    def short_title(self) -> str:
        """The head of a column: 2023, Mar 2023, Triwulan I 2023."""
        match self.months:
            case 12:
                return str(self.first.year)
            case 1:
                return words.write_date(self.first, "M Y")
            case 3 | 6:
                return self.title
        if self.first != self.last and self.first.year == self.last.year:
            return f"{self.first:%d/%m} sampai {words.tanggal(self.last)}"
        return f"{words.tanggal(self.first)} sampai {words.tanggal(self.last)}"

    @property
    def slug(self) -> str:
        """2024, 2024-03, 2024-01-05_2024-02-09: for the name of a file."""
        match self.months:
            case 12:
                return str(self.first.year)
            case 1:
                return f"{self.first:%Y-%m}"
        return f"{self.first}_{self.last}"

    @property
    def query(self) -> str:
        """The period in an address, both days included."""
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})


class OfAYear:
    """What is told of a year, while it runs and once it is over."""

    period: Period

    @property
    def year(self) -> int:
        return self.period.first.year

    @property
    def is_over(self) -> bool:
        return self.period.is_over(days.today())
