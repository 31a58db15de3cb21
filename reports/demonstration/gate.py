"""What happened in the house and at its door: incidents of the last days."""

from datetime import timedelta

from cases.stays.incidents.models import Incident, IncidentPerson
from rptc import days

Kind, Severity = Incident.Kind, Incident.Severity
Who, Side = IncidentPerson.Who, IncidentPerson.Side


def add(story, house):
    _add_incidents(story, house)


# -- Incidents ----------------------------------------------------------------------------------


def _add_incidents(story, house):
    """One of each severity and more; the serious one of last night the head has not read yet."""
    piket, night = story.staff["piket"], story.staff["malam"]
    window = _incident(
        story,
        story.ago(6, 13, 10),
        piket,
        kind=Kind.DAMAGE,
        severity=Severity.LIGHT,
        place="Kamar Kenanga",
        what="Kaca jendela pecah karena angin.",
        done_at_once="Pecahan dibersihkan, jendela ditutup papan.",
        no_people="Pecah karena angin.",
    )
    _follow_up(story, window, story.ago(5, 10), "Kaca sudah diganti.", is_done=True)

    knife = _incident(
        story,
        story.ago(3, 20, 5),
        night,
        [(house["sent"], Side.DID_IT)],
        kind=Kind.FORBIDDEN,
        severity=Severity.LIGHT,
        place="Kamar Flamboyan",
        what="Ditemukan pisau lipat di bawah kasur saat pemeriksaan kamar.",
        done_at_once="Pisau disimpan di ruang piket.",
    )
    _follow_up(story, knife, story.ago(2, 9), "Klien sudah diajak bicara.", is_done=True)

    fight = _incident(
        story,
        story.ago(2, 16, 20),
        piket,
        [
            (house["four times"], Side.DID_IT),
            (house["planned"], Side.VICTIM),
            (house["exit of a child"], Side.WITNESS),
        ],
        kind=Kind.FIGHT,
        severity=Severity.MEDIUM,
        place="Halaman belakang",
        what="Berebut bola, lalu saling memukul. Yang kecil lebam di lengan.",
        done_at_once="Dipisahkan, lebam dikompres.",
    )
    _acknowledge(story, fight, story.ago(2, 17, 30))
    text = "Keduanya didamaikan bersama pekerja sosial dan pindah kamar."
    _follow_up(story, fight, story.ago(1, 9, 40), text, is_done=True)

    unrest = _incident(
        story,
        story.ago(1, 15, 20),
        piket,
        [(house["exit of a child"], Side.WITNESS), ("Dg. Nai", Who.VISITOR, Side.DID_IT)],
        kind=Kind.UNREST,
        severity=Severity.MEDIUM,
        place="Gerbang",
        what="Tiga orang keluarga berteriak dan mendorong gerbang, meminta anaknya segera pulang.",
        done_at_once="Diajak duduk dan dijelaskan bahwa terminasi menunggu Kepala UPT.",
    )
    _acknowledge(story, unrest, story.ago(1, 16, 10))
    _follow_up(story, unrest, story.ago(1, 16, 45), "Mediasi dengan keluarga besok pagi.")

    _incident(
        story,
        story.ago(1, 22, 15),
        night,
        [
            (house["quiet woman"], Side.DID_IT),
            (house["old woman"], Side.VICTIM),
            (night.full_name, Who.STAFF, Side.ON_DUTY),
        ],
        kind=Kind.INJURY,
        severity=Severity.SERIOUS,
        place="Kamar Melati",
        what="Terbangun, gelisah, lalu mendorong ibu tua sampai jatuh. Pelipisnya berdarah.",
        done_at_once="Luka dibalut, keduanya dipisahkan, puskesmas ditelepon.",
        doctor_called_at=story.ago(1, 22, 25),
    )


def _incident(story, at, by, people=(), **facts):
    at_desk = at + timedelta(minutes=25)
    incident = Incident(happened_at=at, recorded_by=by, recorded_at=at_desk, **facts)
    story.add(incident)
    story.note(by, "registered", incident, at_desk, people=len(people))
    for first, *rest in people:
        if isinstance(first, str):
            who, side = rest
            story.add(IncidentPerson(incident=incident, name=first, who=who, side=side))
        else:
            (side,) = rest
            story.add(IncidentPerson(incident=incident, stay=first, side=side))
            story.note(by, "named", incident, at_desk, person=first.person, side=side)
    return incident


def _acknowledge(story, incident, at):
    incident.known_by, incident.known_at = story.who_decides(days.day_of(at)), at
    story.note(incident.known_by, "acknowledged", incident, at)


def _follow_up(story, incident, at, text, *, is_done=False):
    worker = story.staff["peksos"]
    incident.follow_up = text
    if is_done:
        incident.done_by, incident.done_at = worker, at
    story.note(worker, "closed" if is_done else "followed_up", incident, at)
