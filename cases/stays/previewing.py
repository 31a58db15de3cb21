"""What a rule would mean, before anybody saves it (docs/rules.md, Stay clock): for the house as
it is, and for the entries to come."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil

from django.db.models import Count

from cases.intakes.models import Classification
from cases.stays.models import Stay, StayRule
from rptc import days

LOOK_BACK = 90


@dataclass(frozen=True)
class Compared:
    """A stay of today, with the last day that the rule would have given it."""

    stay: Stay
    then: date
    today: date

    @property
    def is_over(self):
        return self.stay.last_on < self.today

    @property
    def would_be_over(self):
        return self.then < self.today

    @property
    def difference(self):
        """Days more (or fewer) than now."""
        return (self.then - self.stay.last_on).days


@dataclass
class ClassEffect:
    """The klien of one class who are in the house, and those of them who would be under it."""

    classification: Classification
    in_house: int = 0
    compared: list[Compared] = field(default_factory=list)

    @property
    def over(self):
        return sum(each.is_over for each in self.compared)

    @property
    def would_be_over(self):
        return sum(each.would_be_over for each in self.compared)

    @property
    def longer(self):
        return sum(each.difference > 0 for each in self.compared)

    @property
    def shorter(self):
        return sum(each.difference < 0 for each in self.compared)


@dataclass(frozen=True)
class Load:
    """How many would be in the house at once: entries a day, times the days that they stay."""

    arrivals: int
    under_it: int
    shortest: int
    longest: int
    longest_now: int

    @property
    def a_day(self):
        return self.arrivals / LOOK_BACK


def effect_on_house(rule: StayRule) -> list[ClassEffect]:
    """Had the rule been in force on the day of entry of everybody who is here."""
    today, classes = days.today(), {}
    stays = Stay.objects.open().select_related("person", "intake__classification", "rule")
    for stay in stays.order_by("intake__classification__order", "last_on", "pk"):
        of_class = classes.setdefault(
            stay.intake.classification_id, ClassEffect(stay.intake.classification)
        )
        of_class.in_house += 1
        if _covers(rule, stay.intake.classification_id, stay.rule):
            then = rule.last_day(stay.entered_on)
            of_class.compared.append(Compared(stay, then, today))
    return list(classes.values())


def expected_load(rule: StayRule) -> Load:
    """With as many entries a day as in the last 90 days, from the day on which it begins."""
    today = days.today()
    entries = Stay.objects.began_between(today - timedelta(days=LOOK_BACK), today)
    counted = entries.order_by().values("intake__classification").annotate(number=Count("pk"))
    counts = {row["intake__classification"]: row["number"] for row in counted}
    shortest = longest = longest_now = under_it = 0
    for classification in Classification.objects.filter(pk__in=counts):
        number = counts[classification.pk]
        now = StayRule.objects.for_entry(classification, rule.valid_from)
        then = now
        if now is None or _covers(rule, classification.pk, now):
            then, under_it = rule, under_it + number
        shortest += number * _length(then, then.min_length, rule.valid_from)
        longest += number * _length(then, then.max_length, rule.valid_from)
        longest_now += number * _length(now, now.max_length, rule.valid_from) if now else 0
    return Load(
        sum(counts.values()),
        under_it,
        *(ceil(days_spent / LOOK_BACK) for days_spent in (shortest, longest, longest_now)),
    )


def _covers(rule, classification_id, otherwise):
    """The class's own rule goes before the one for all."""
    if rule.classification_id is None:
        return otherwise.classification_id is None
    return rule.classification_id == classification_id


def _length(rule, length, entered_on):
    """In days: a month has as many as the calendar gives it."""
    return days.day_number(entered_on, days.last_day(entered_on, length, rule.unit))
