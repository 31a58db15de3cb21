"""One person's way through the living house, by the actions of the pages: met, arrived, asked for
more days, left. Each function is a strand of the story (story.py): it yields the moment of what
it does next."""

from datetime import time, timedelta

from cases.arrivals.actions import confirm_arrival
from cases.exits import actions as exits
from cases.exits.deaths.actions import complete_death, record_death
from cases.exits.deaths.models import Death
from cases.exits.letters import PROMISE, TRAVEL
from cases.exits.models import Exit
from cases.intakes.actions import register_intake, settle_intake
from cases.intakes.models import Door, Intake, Outcome
from cases.people.models import Source
from cases.people.photos.actions import add_person_photos
from cases.people.photos.models import Photo
from cases.stays.extensions import actions as extensions
from cases.stays.extensions.models import Extension
from reports.demonstration import assessed, names, pictures, releases
from reports.demonstration.patrols import moment_of
from rptc import days

# Met


def met(story, person, code, at, *, by, door=Door.PATROL, outcome=Outcome.BROUGHT, **known):
    """Its class is settled by a social worker on the next morning."""
    sheet = known.pop("sheet", None)
    yield at
    if person.pk is None:
        person.recorded_at = at
    intake = Intake(
        met_on=days.day_of(at),
        met_at=at,
        door=door,
        provisional=story.people.classes[code],
        outcome=outcome,
        activity=story.way.activity(code),
        send_key=story.key(),
        **known,
    )
    sheet = None if sheet is None else story.sheets[sheet]
    register_intake(intake, person, source=Source.SELF, by=by, sheet=sheet)
    story.tell(_settled(story, intake))
    return intake


def met_by(
    story, patrol, code, sex, age, outcome, *, person=None, sheet=None, handed_to="", **given
):
    """By a patrol, at one of its spots."""
    at = moment_of(story, patrol)
    person = person or story.people.invent(code, sex, days.day_of(at), age=age, **given)
    known = {"patrol": patrol, "hot_spot": story.dice.choice(patrol.spots), "sheet": sheet}
    known["handed_to"] = handed_to
    return met(story, person, code, at, by=patrol.leader, outcome=outcome, **known)


def _settled(story, intake):
    worker = story.way.worker()
    yield days.at(intake.met_on + days.ONE_DAY, time(9)) + story.minutes(0, 150)
    certainty = story.way.certainty(intake.person, settled=True)
    settle_intake(intake, intake.provisional, certainty, by=worker)


# Arrived


def arrived(story, intake, at, *, worker=None):
    """In the house, and mostly with a picture."""
    yield at
    by = on_duty(story, at)
    stay = confirm_arrival(
        intake,
        at=at,
        by=by,
        social_worker=worker or story.way.worker(),
        send_key=story.key(),
    )
    story.tell(assessed.asked(story, stay))
    if story.chance(0.8):
        story.tell(_pictured(story, stay, by, at + story.minutes(2, 9)))
    return stay


def _pictured(story, stay, by, at):
    yield at
    face = pictures.face(story, stay.person)
    key = story.key()
    add_person_photos(stay.person, [face], kind=Photo.Kind.FACE, note="", page_key=key, by=by)


def on_duty(story, at):
    return story.staff["malam" if at.astimezone(days.WITA).hour >= 19 else "piket"]


# Longer


def asked_longer(story, stay, new_last_on, at, reason):
    yield at
    extension = Extension(stay=stay, new_last_on=new_last_on, reason=reason, send_key=story.key())
    return extensions.propose_extension(extension, by=stay.social_worker)


def given_longer(story, stay, new_last_on, asked_at, decided_at, reason, *, refused=""):
    """Approved, or refused with what the head wrote."""
    extension = yield from asked_longer(story, stay, new_last_on, asked_at, reason)
    yield decided_at
    head = story.who_decides(days.today())
    extensions.decide_extension(extension, approve=not refused, note=refused, by=head)


# Left


def proposed(story, stay, code, at, **columns):
    """Laid before the head; what the family brings is gathered by and by."""
    yield at
    return exits.end_stay(_exit(story, stay, code, columns), left_at=None, by=stay.social_worker)


def gathered(story, exit, at, *, lacks=()):
    """The pieces that the head looks at: all of them, but those that still lack."""
    yield at
    releases.gather(story, exit, lacks={"promise", "items", *lacks})


def decided(story, exit, at, *, refused=""):
    yield at
    head = story.who_decides(days.today())
    return exits.decide_exit(exit, approve=not refused, note=refused, by=head)


def left(story, stay, code, at, **columns):
    """The stay ends at that hour, in the way that its kind and person need."""
    if story.way.kinds[code].is_emergency:
        exit = yield from _left_at_once(story, stay, code, at, columns)
        story.tell(_known(story, exit, at))
        return
    yield max(stay.recorded_at + days.ONE_HOUR, at - timedelta(hours=20))
    # A row is recorded at the moment in which it is made.
    asked_at, exit = days.now(), _exit(story, stay, code, columns)
    if exits.needs_head(exit, at, by=stay.social_worker):
        exit = exits.end_stay(exit, left_at=at, by=stay.social_worker)
        yield from gathered(story, exit, asked_at + timedelta(minutes=25))
        yield from decided(story, exit, at - timedelta(hours=2, minutes=30))
        yield from _handed_over(story, exit, at)
    else:
        yield at
        releases.forbid_first(story, exit, by=stay.social_worker)
        exit.recorded_at = at
        exit = exits.end_stay(exit, left_at=at, by=stay.social_worker)
        story.tell(_known(story, exit, at))
        if exit.kind.code == "daerah-asal":
            exits.write_letter(exit, TRAVEL, by=stay.social_worker)


def _handed_over(story, exit, at):
    """The family signs two hours before; the klien leaves with what is theirs."""
    by = exit.recorded_by
    yield at - timedelta(hours=2)
    if exit.is_to_family:
        exits.write_letter(exit, PROMISE, by=by)
    if exit.kind.code == "daerah-asal":
        exits.write_letter(exit, TRAVEL, by=by)
    yield at
    releases.gather(story, exit)
    number = str(exit.stay.person_id)
    exits.hand_over(exit, left_at=at, receiver=exit.receiver, file_number=number, by=by)


def _left_at_once(story, stay, code, at, columns):
    """In an emergency, by whoever is on duty."""
    yield at
    by, exit = on_duty(story, at), _exit(story, stay, code, columns)
    if exit.kind.code != "meninggal":
        return exits.end_stay(exit, left_at=at, by=by)
    death = Death(
        died_at=at,
        place="Kamar lansia, RPTC Makassar",
        found_by=str(by),
        police="Polsek setempat",
        police_told_at=at,
        family_untold_reason="Keluarganya belum diketahui.",
        send_key=story.key(),
    )
    exit = record_death(death, stay=exit.stay, by=by).exit
    yield at + timedelta(minutes=50)
    death.doctor, death.examined_at = "dr. Nurmiati", days.now()
    death.examined_where, death.cause = "RPTC Makassar", "Gagal jantung"
    complete_death(death, by=by)
    return exit


def _known(story, exit, left_at):
    """Done without asking: the head marks it "diketahui" on the next morning."""
    yield days.at(days.day_of(left_at) + days.ONE_DAY, time(8, 10))
    exits.acknowledge_exit(exit, by=story.who_decides(days.today()))


def _exit(story, stay, code, columns):
    kind = story.way.kinds[code]
    known = story.way.receiver(stay, kind, days.day_of(stay.began_at)) | columns
    if kind.to_family:
        known["receiver_phone"] = releases.phone(story)
    if kind.code == "daerah-asal":
        known["receiver"], known["address"] = releases.send_home(story, stay.person)
    if kind.needs_address:
        known["address"] = known["address"] or names.address(story.dice)
    return Exit(stay=stay, kind=kind, send_key=story.key(), **known)
