"""What happened in the house and at its door: incidents, visitors, and who asks for
somebody, in the last days."""

from datetime import timedelta

from cases.gate.incidents.models import Incident, IncidentPerson, Mediation
from cases.gate.visits.models import Inquiry, Unwelcome, Visit
from rptc import days

Kind, Severity = Incident.Kind, Incident.Severity
Who, Side = IncidentPerson.Who, IncidentPerson.Side
Identity, Outcome = Visit.Identity, Visit.Outcome
Channel, Answer = Inquiry.Channel, Inquiry.Answer


def add(story, house):
    _add_incidents(story, house)
    _add_visits(story, house)
    _add_unwelcome(story, house)
    _add_inquiries(story, house)


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
    _mediate(story, fight, story.ago(1, 9, 20), "Keduanya dan pekerja sosial", "Saling memaafkan.")
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


def _mediate(story, incident, at, attended, text):
    worker = story.staff["peksos"]
    mediation = Mediation(
        incident=incident,
        held_at=at,
        attended=attended,
        result=Mediation.Result.AGREED,
        text=text,
        recorded_by=worker,
        recorded_at=at + timedelta(minutes=15),
    )
    story.add(mediation)
    story.note(worker, "mediated", mediation, mediation.recorded_at)


def _follow_up(story, incident, at, text, *, is_done=False):
    worker = story.staff["peksos"]
    incident.follow_up = text
    if is_done:
        incident.done_by, incident.done_at = worker, at
    story.note(worker, "closed" if is_done else "followed_up", incident, at)


# -- The door -----------------------------------------------------------------------------------


def _add_visits(story, house):
    """Three who came and went, one who is still inside, one whom a warning kept out."""
    for key, at, minutes, visitor, relation, things in [
        ("planned", story.ago(2, 10, 15), 40, "Rosmini Dg. Caya", "ibu", "Baju ganti dan kue"),
        ("gatherer", story.ago(1, 9, 30), 25, "Sahabuddin", "adik", ""),
        ("elder sister", story.ago(1, 16, 5), 30, "Kartini Dg. Bau", "nenek", "Susu kotak"),
        ("old woman", story.ago(1, 20, 40), None, "Nurlina Sumiati", "anak", "Obat dan selimut"),
    ]:
        visit = Visit(
            stay=house[key],
            visitor=visitor,
            relation=relation,
            id_kind=Identity.KTP,
            id_number=_made_up_nik(story),
            phone=f"0812{story.dice.randint(10_000_000, 99_999_999)}",
            came_at=at,
            left_at=at + timedelta(minutes=minutes) if minutes else None,
            outcome=Outcome.RECEIVED,
            things=things,
        )
        _write_visit(story, visit)
    refused = Visit(
        stay=house["exit of a child"],
        visitor="Baso Dg. Gassing",
        relation="paman",
        id_kind=Identity.NONE,
        came_at=story.ago(1, 10, 50),
        outcome=Outcome.REFUSED,
        reason="Ada peringatan jangan serahkan kepadanya.",
    )
    _write_visit(story, refused)


def _write_visit(story, visit):
    visit.recorded_by, visit.recorded_at = story.staff["piket"], visit.came_at
    story.add(visit)
    person = visit.stay.person
    story.note(
        visit.recorded_by, "registered", visit, visit.came_at, person=person, outcome=visit.outcome
    )
    if visit.left_at:
        story.note(visit.recorded_by, "visitor_left", visit, visit.left_at, person=person)


def _made_up_nik(story):
    """Of a kecamatan that does not exist: nobody's."""
    return f"737199{story.dice.randint(10**9, 10**10 - 1)}"


def _add_unwelcome(story, house):
    worker, piket = story.staff["peksos"], story.staff["piket"]
    for by, at, facts in [
        (
            worker,
            story.ago(3, 11),
            {
                "name": "Daeng Rewa",
                "relation": "bos pengamen",
                "description": "Tinggi, bertato di leher kiri",
                "reason": "Membujuk anak-anak keluar dari RPTC.",
            },
        ),
        (
            piket,
            story.ago(1, 15, 50),
            {
                "name": "Dg. Nai",
                "relation": "tante",
                "person": house["exit of a child"].person,
                "reason": "Mendorong gerbang dan mengancam petugas.",
                "ends_on": story.today + timedelta(days=7),
            },
        ),
    ]:
        row = Unwelcome(recorded_by=by, recorded_at=at, starts_on=days.day_of(at), **facts)
        story.add(row)
        story.note(by, "registered", row, at)


def _add_inquiries(story, house):
    """One that waits and may be about somebody in the house, one refused, one without a result."""
    piket, worker = story.staff["piket"], story.staff["peksos"]
    stranded, child = house["stranded"].person, house["exit of a child"].person
    _ask(
        story,
        story.ago(1, 19, 10),
        channel=Channel.TELEPHONE,
        asker="Jumriani",
        relation="anak",
        phone="085299001122",
        sought=stranded.name or stranded.alias,
        sought_sex=stranded.sex,
        missing_since="sepekan",
        answer=Answer.CALL_BACK,
        note="Ayahnya berangkat mencari kerja dan tidak pulang.",
    )
    refused = _ask(
        story,
        story.ago(1, 11, 20),
        channel=Channel.GATE,
        asker="Baso Dg. Gassing",
        relation="paman",
        sought=child.name or child.alias,
        answer=Answer.COME,
        person=child,
    )
    _close(story, refused, worker, story.ago(1, 14), Inquiry.Outcome.REFUSED, "Ada peringatan.")
    unknown = _ask(
        story,
        story.ago(4, 13, 30),
        channel=Channel.CHAT,
        asker="Ferdiansyah",
        relation="adik",
        phone="081355667788",
        sought="Hamka Ferdiansyah",
        sought_age=33,
        answer=Answer.CALL_BACK,
    )
    text = "Disampaikan lewat telepon, disarankan melapor ke polisi."
    _close(story, unknown, worker, story.ago(3, 9, 15), Inquiry.Outcome.NOT_HERE, text)
    story.note(piket, "opened", unknown, story.ago(3, 16))


def _ask(story, at, **facts):
    piket = story.staff["piket"]
    inquiry = Inquiry(asked_at=at, recorded_by=piket, recorded_at=at, **facts)
    story.add(inquiry)
    story.note(piket, "registered", inquiry, at)
    return inquiry


def _close(story, inquiry, by, at, outcome, note):
    inquiry.outcome, inquiry.outcome_note = outcome, note
    inquiry.closed_by, inquiry.closed_at = by, at
    story.note(by, "closed", inquiry, at, outcome=outcome)
