"""What is known of somebody's age, as it was stated (docs/rules.md, Age).

A birth date, or an age (a number, "sekitar", or anak / dewasa / lansia) with the day on which it
was said, or nothing. The age is computed for the day of the event, never for today's typing.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models

from rptc import days

ELDER_AT = 60


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
    """An age statement: `years` and `stated_on` for numbers and groups, `born_on` for a birth."""

    kind: str = AgeKind.UNKNOWN
    years: int | None = None
    born_on: date | None = None
    stated_on: date | None = None

    def on(self, day: date) -> int | None:
        """Whole years on a day; None where only a group or nothing is known."""
        if self.kind == AgeKind.BIRTH:
            return days.age_on(self.born_on, day)
        if self.kind in {AgeKind.EXACT, AgeKind.ABOUT}:
            return self.years + days.years_since(self.stated_on, day)
        return None

    def is_child_on(self, day: date) -> bool | None:
        """Under 18 on that day (UU 35/2014 article 1); None where it is not known.

        "Anak" without a number stays a child until a fact says otherwise: the safe reading.
        """
        years = self.on(day)
        if years is not None:
            return years < days.ADULT_AT
        return {AgeKind.CHILD: True, AgeKind.ADULT: False, AgeKind.ELDER: False}.get(self.kind)

    def text_on(self, day: date) -> str:
        """ "11 th", "sekitar 40 th", "anak", or "umur tidak diketahui"."""
        years = self.on(day)
        if years is not None:
            return f"sekitar {years} th" if self.kind == AgeKind.ABOUT else f"{years} th"
        if self.kind in GROUPS:
            return AgeKind(self.kind).label.lower()
        return "umur tidak diketahui"


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
