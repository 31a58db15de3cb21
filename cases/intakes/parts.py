"""What the parts of a file show of how somebody was met, and of what triage found."""

from dataclasses import dataclass, replace

from django.db.models import F, prefetch_related_objects

from cases.intakes.catches import catches_of
from cases.intakes.models import Intake
from cases.intakes.triage.models import Triage, TriageQuestion
from rptc.kept import AmongThese, kept_first, kept_rows, keys_of
from rptc.parts import Part, once, register


def catches(context, person):
    return catches_of(person, context["user"])


def _catches(context, person):
    """Every catch."""
    return {"catches": once(context, catches, person), "current": None, "is_whole": True}


def latest_triage(context, stay):
    """The triage of the latest entry of a stay."""
    intake = stay.intake
    if stay.came_back:
        prefetch_related_objects([stay], "returns__intake")
        intake = max(stay.returns.all(), key=lambda back: (back.returned_at, back.pk)).intake
    triage = kept_first(_triages_of, None, these=[intake.pk])
    return {
        "intake": intake,
        "triage": triage,
        "person": stay.person,
        "is_open": stay.is_open,
        "back": context["request"].path,
    }


@dataclass(frozen=True)
class Entry:
    """One entry, what was found then, and what was answered with yes. `can_be_filled` is the one
    with which somebody is in the house."""

    intake: Intake
    triage: Triage | None
    yes: list[TriageQuestion]
    can_be_filled: bool = False


def _triages(context, person):
    """What was found at each entry that this reader may know, the latest first."""
    file = context["file"]
    back = kept_rows(_came_back_with, None, these=keys_of(file.stays))
    intakes = [
        intake
        for stay in file.stays
        for intake in [*(each for each in back if each.back_to == stay.pk), stay.intake]
    ]
    found = kept_rows(_triages_of, None, these=keys_of(intakes))
    triages = {triage.intake_id: triage for triage in found}
    questions = yes_of(triages.values())
    is_open = bool(file.current) and file.current.is_open
    entries = [_entry(intake, triages.get(intake.pk), questions) for intake in intakes]
    if entries and is_open:
        entries[0] = replace(entries[0], can_be_filled=True)
    entries = [entry for entry in entries if entry.triage or entry.can_be_filled]
    if not entries:
        return None
    return {"entries": entries, "back": context["request"].path}


def _came_back_with(user):
    """The entries of who was caught again while still on the books, the latest first."""
    back = Intake.objects.filter(AmongThese(F("stay_return__stay")))
    back = back.annotate(back_to=F("stay_return__stay"))
    return back.order_by("-stay_return__returned_at", "-stay_return__pk")


def _triages_of(user):
    rows = Triage.objects.filter(AmongThese(F("intake"))).select_related("recorded_by")
    return rows.order_by("pk")


def _entry(intake, triage, questions):
    answers = triage.answers if triage else {}
    return Entry(intake, triage, [each for each in questions if answers.get(each.code)])


def yes_of(triages) -> list[TriageQuestion]:
    """The questions that were answered with yes, those no longer asked as well."""
    codes = {code for triage in triages for code, answer in triage.answers.items() if answer}
    questions = TriageQuestion.objects.filter(code__in=codes).order_by("order", "pk")
    return list(questions) if codes else []


register("history.side", Part(10, "cases/intakes/_catches.html", _catches))
register("stay.house", Part(30, "cases/intakes/_triage_row.html", latest_triage))
register("health.main", Part(10, "cases/intakes/_triages.html", _triages))
