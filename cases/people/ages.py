"""What is known of somebody's age, as it was stated (docs/rules.md, Age).

A birth date, or an age (a number, "sekitar", or anak / dewasa / lansia) with the day on which it
was said, or nothing. The age is computed for the day of the event, never for today's typing.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import BooleanField, F, Func

from rptc import days

ELDER_AT = 60
# So old somebody is told in months, as on a growth card (buku KIA).
IN_MONTHS_UNDER = 24
UNDER_ONE = "di bawah 1 th"


class AgeKind(models.TextChoices):
    UNKNOWN = "unknown", "Tidak diketahui"
    BIRTH = "birth", "Tanggal lahir"
    EXACT = "exact", "Umur"
    ABOUT = "about", "Sekitar"
    CHILD = "child", "Anak"
    ADULT = "adult", "Dewasa"
    ELDER = "elder", "Lansia"


GROUPS = {AgeKind.CHILD, AgeKind.ADULT, AgeKind.ELDER}


@dataclass(frozen=True)
class Age:
    """An age statement: `years` and `stated_on` for numbers and groups, `born_on` for a birth.

    `months` of a baby stand beside the years that are in them: what follows from an age (a child,
    a class, a likeness) goes by years, as in the database.
    """

    kind: str = AgeKind.UNKNOWN
    years: int | None = None
    born_on: date | None = None
    stated_on: date | None = None
    months: int | None = None

    @classmethod
    def in_months(cls, kind, months, stated_on):
        """ "8 bulan"; who is older is told in years."""
        told = months if months < IN_MONTHS_UNDER else None
        return cls(kind, months // 12, None, stated_on, told)

    def on(self, day: date) -> int | None:
        """Whole years on a day; None where only a group or nothing is known."""
        if self.kind == AgeKind.BIRTH:
            return days.age_on(self.born_on, day)
        if self.kind in {AgeKind.EXACT, AgeKind.ABOUT}:
            return self.years + days.years_since(self.stated_on, day)
        return None

    def least_on(self, day: date) -> int | None:
        """The youngest that somebody of this age is; None where nothing is known."""
        years = self.on(day)
        if years is None:
            return {AgeKind.CHILD: 0, AgeKind.ADULT: days.ADULT_AT, AgeKind.ELDER: ELDER_AT}.get(
                self.kind
            )
        return years

    def most_on(self, day: date) -> int | None:
        """The oldest: "anak" is under 18; grown-ups have no limit."""
        return days.ADULT_AT - 1 if self.kind == AgeKind.CHILD else self.on(day)

    def is_child_on(self, day: date) -> bool | None:
        """Under 18 on that day (UU 35/2014 article 1); None where it is not known.

        "Anak" without a number stays a child until a fact says otherwise: the safe reading.
        """
        years = self.on(day)
        if years is not None:
            return years < days.ADULT_AT
        return {AgeKind.CHILD: True, AgeKind.ADULT: False, AgeKind.ELDER: False}.get(self.kind)

    def text_on(self, day: date) -> str:
        """ "11 th", "sekitar 40 th", "8 bulan", "anak", or "umur tidak diketahui"."""
        years = self.on(day)
        if years is not None:
            told = self._baby_text(day) or (f"{years} th" if years else UNDER_ONE)
            is_about = self.kind == AgeKind.ABOUT and told != UNDER_ONE
            return f"sekitar {told}" if is_about else told
        if self.kind in GROUPS:
            return AgeKind(self.kind).label.lower()
        return "umur tidak diketahui"

    def _baby_text(self, day):
        """In months while they are few and known; "" for all others."""
        if self.kind == AgeKind.BIRTH:
            months = days.months_since(self.born_on, day)
        elif self.months is not None:
            months = self.months + days.months_since(self.stated_on, day)
        else:
            return ""
        if months >= IN_MONTHS_UNDER:
            return ""
        return f"{months} bulan" if months else "di bawah 1 bulan"


# Age.is_child_on() for the database: triggers and queries over many people. Installed beside the
# triggers, so that the text stands here alone. An interval is taken from the day, not the age
# from the birth: then who is born on 29 February has the birthday on 1 March.
IS_CHILD_ON = f"""
CREATE OR REPLACE FUNCTION is_child_on(
    age_kind text, age_years integer, born_on date, age_stated_on date, on_day date
) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE age_kind
        WHEN '{AgeKind.BIRTH}' THEN born_on > on_day - interval '{days.ADULT_AT} years'
        WHEN '{AgeKind.CHILD}' THEN TRUE
        WHEN '{AgeKind.ADULT}' THEN FALSE
        WHEN '{AgeKind.ELDER}' THEN FALSE
        WHEN '{AgeKind.UNKNOWN}' THEN NULL
        ELSE age_years < {days.ADULT_AT}
             AND age_stated_on > on_day - make_interval(years => {days.ADULT_AT} - age_years)
    END
$$"""


def is_child_today(person: str) -> Func:
    """The same as an expression, for a whole set; unknown where it is not known."""
    known = ("age_kind", "age_years", "born_on", "age_stated_on")
    columns = [F(f"{person}{column}") for column in known]
    return Func(
        *columns, days.today(), function="is_child_on", output_field=BooleanField(null=True)
    )
