"""What a file and Hari Ini show of the house: bed, presence, tasks, belongings; what one shift
hands over to the next."""

from collections import defaultdict

from django.db.models import Case, OuterRef, Prefetch, Subquery, Value, When
from django.db.models.functions import Concat

from cases.file.acts import Act, register_acts
from cases.file.tabs import also_tell
from cases.house.beds.models import BedUse, capacity_of_house
from cases.house.beds.nights import Nights
from cases.house.belongings.models import Bag, Belonging
from cases.house.board.state import state_of_house
from cases.house.evening.models import ImportantNumber
from cases.house.presence.actions import last_seen_of
from cases.house.presence.models import Absence, AbsentReason
from cases.house.shifts.models import ShiftNote
from cases.house.tasks.models import Task
from cases.patrols.devices import away
from cases.patrols.devices.away import AwayForm
from cases.people.access import Data
from cases.stays.models import Stay
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, once, register


def _uses_of(context, stay):
    """All beds of a stay, the newest first: where they sleep, and where they slept before."""
    uses = kept_rows(_uses, context["user"], this=stay.pk)
    for use in uses:
        use.stay = stay
    return uses


def _uses(user):
    uses = BedUse.objects.filter(stay=THIS).select_related("bed__room", "recorded_by")
    return uses.order_by("-began_at", "-pk")


def _use_of(context, stay):
    uses = once(context, _uses_of, stay)
    return next((use for use in uses if not use.ended_at), None)


def _bed(context, stay):
    """The bed, and who moved whom and why; of who has left, when somebody asks for it."""
    if not stay.is_open and "beds" not in context["request"].GET:
        return {"stay": stay, "use": None, "nights": [], "is_told": False}
    nights = [Nights(use, is_shown=True) for use in once(context, _uses_of, stay)]
    return {"stay": stay, "use": _use_of(context, stay), "nights": nights, "is_told": True}


def _running(context):
    current = context["file"].current
    return current if current and current.is_open else None


def _told_bed():
    """Where somebody sleeps now, as str(BedUse) says it."""
    uses = BedUse.objects.open().filter(stay__person=OuterRef("pk"), stay__ended_at=None)
    cot = Case(When(in_cot=True, then=Value(", boks")), default=Value(""))
    words = Concat("bed__room__name", Value(", "), "bed__label", cot)
    return Subquery(uses.values_list(words)[:1])


also_tell("bed_told", _told_bed)


def _bed_line(context, file):
    """In the head of a file."""
    bed = file.person.bed_told if _running(context) else None
    return {"bed": bed} if bed else None


def _bed_now(context, person):
    stay = _running(context)
    use = _use_of(context, stay) if stay else None
    return {"stay": stay, "use": use, "nights": [], "is_told": True} if stay else None


def _seen_now(context, person):
    """Of who is here, for the night; who is not seen has it in red above. Who reads more has it
    beside what else is known of the stay."""
    stay = _running(context)
    if not stay or stay.is_not_seen or Data.TIMELINE in context["data"]:
        return None
    return {"seen": last_seen_of([stay])[stay.pk]}


def _bed_of_person(context, person):
    """Of somebody in the house of whom the reader may know no more than the bed, and whether
    they are seen: a roll call calls them by number."""
    stay = Stay.objects.open().filter(person=person).first()
    return {"stay": stay, "use": _use_of(context, stay)} if stay else None


def _presence(context, stay):
    """Here, out or missing, and the next step; of who has left, whether they ever were out."""
    leaves = list(stay.leaves.order_by("-left_at", "-pk"))
    leave = next((leave for leave in leaves if leave.is_open), None)
    # Who reads what happened when, reads there of those that ended.
    if stay.is_not_seen or Data.TIMELINE not in context["data"]:
        absences = stay.absences.prefetch_related("acts").order_by("-noticed_at", "-pk")
    else:
        absences = []
    absence = seen = None
    if stay.is_open and not leave:
        absence = next((absence for absence in absences if absence.is_open), None)
    if stay.is_open and not leave and not absence:
        seen = last_seen_of([stay])[stay.pk]
    past = [leave for leave in leaves if leave.returned_at][:5]
    found = [absence for absence in absences if not absence.is_open][:3]
    if not (stay.is_open or past or found):
        return None
    told = {"stay": stay, "leave": leave, "absence": absence, "seen": seen}
    return told | {"past": past, "found": found}


def _tasks(context, stay):
    """The open tasks about a stay that this user may see."""
    tasks = kept_rows(_open_tasks, context["user"], this=stay.pk)
    return {"tasks": tasks} if tasks else None


def _open_tasks(user):
    tasks = Task.objects.visible_to(user).open().filter(stay=THIS)
    return tasks.select_related("owner").order_by("due_at", "pk")


def _belongings(context, stay):
    """The bags of a stay."""
    items = Belonging.objects.select_related("end").order_by("pk")
    bags = stay.bags.prefetch_related(Prefetch("items", items)).order_by("recorded_at", "pk")
    return {"stay": stay, "bags": list(bags)} if bags else None


def _tags(context, intake):
    """The bags of who is asked at the door: two of one name are told apart by them."""
    tags = once(context, _tags_on, context["page_obj"]).get(intake.pk)
    return {"tags": tags} if tags else None


def _tags_on(context, page):
    """{intake: numbers} for a whole page: of who began a stay, and of who came back to one."""
    shown, tags = [intake.pk for intake in page], defaultdict(list)
    for path in ("stay__intake", "stay__returns__intake"):
        bags = Bag.objects.filter(void_reason="", **{f"{path}__in": shown}).order_by("pk")
        for intake, number in bags.values_list(path, "number"):
            tags[intake].append(number)
    return tags


def _ppa(context, user):
    """The telephone of UPTD PPA, where its duty stands: the unit writes it down once."""
    numbers = ImportantNumber.objects.filter(is_active=True, name__icontains="PPA")
    return {"numbers": list(numbers)}


def _capacity(context, load):
    """Beside how many would be in the house under another rule."""
    capacity = capacity_of_house()
    return {"load": load, "capacity": capacity} if capacity else None


# One of them is told: of whom the house knows, it is those who were brought.
LAST_NIGHT = {"caught-last-night", "brought-last-night"}


def _state_of_house(context, user):
    state = state_of_house(user)
    if state is None:
        return None
    figures = context["figures"]
    night = next((each for each in figures if each.waits.key in LAST_NIGHT), None)
    return {"state": state, "night": night}


# Of more than these the list tells.
NOT_SEEN = 7


def _not_seen(context, user):
    """Who is not seen stands above all else until found: hours, and what nobody has done yet."""
    absences = kept_rows(_open_absences, user)
    if not absences:
        return None
    return {"absences": absences[:NOT_SEEN], "more": len(absences[NOT_SEEN:])}


def _open_absences(user):
    absences = Absence.objects.visible_to(user).open().select_related("stay__person")
    return absences.prefetch_related("acts").order_by("last_seen_at", "pk")


def _unread_notes(context, user):
    """What stands on top until somebody of the next shift has read it."""
    notes = ShiftNote.objects.waiting_for(user).select_related("recorded_by")
    notes = notes.with_watched(user).order_by("recorded_at", "pk")
    return {"notes": notes, "back": context["request"].path}


def _away(context, page):
    """Of nobody, for every role: a phone keeps the page for whoever uses it next."""
    return {"reasons": AbsentReason.choices}


register(
    "today.house",
    Part(10, "cases/house/_state_of_house.html", _state_of_house, "cases.view_presence"),
)
register(
    "today.top",
    Part(5, "cases/house/_not_seen.html", _not_seen, "cases.view_presence"),
    Part(10, "cases/house/_unread_notes.html", _unread_notes, "cases.acknowledge_shift_note"),
)
register(
    "triage.line",
    Part(10, "cases/house/_tags_of_intake.html", _tags, "cases.view_belonging"),
)
register("child_victims.top", Part(10, "cases/house/_ppa_numbers.html", _ppa))
register("person.bed", Part(10, "cases/house/_bed_of_person.html", _bed_of_person))
register("stay_rule.load", Part(10, "cases/house/_capacity_for_load.html", _capacity))
register("file.line", Part(10, "cases/house/_bed_line.html", _bed_line))
register(
    "summary.now",
    Part(10, "cases/house/_bed_row.html", _bed_now),
    Part(20, "cases/house/_seen_now.html", _seen_now),
)
register(
    "stay.house",
    Part(10, "cases/house/_presence_row.html", _presence, "cases.view_presence"),
    Part(20, "cases/house/_bed_row.html", _bed),
    Part(40, "cases/house/_bag_row.html", _belongings, "cases.view_belonging", "titipan"),
    Part(50, "cases/house/_task_row.html", _tasks, nothing="tugas"),
)
register_acts(
    Act(20, "Catat izin keluar", "cases:leave_start", "cases.let_out", "out"),
    Act(30, "Terima titipan", "cases:bag_take", "cases.take_belonging", "bag"),
    Act(40, "Beri tugas", "cases:task_add?stay", "cases.add_task", "list"),
)
register("phone.forms", Part(10, "cases/house/_roll_call_away.html", _away))
away.register(AwayForm("roll-call", "cases.take_roll_call", "roll_call_kept", "roll_call_take"))
