"""What happened in the house and at its door: incidents, visitors, and who asks for
somebody, in the last days."""

from datetime import timedelta

from cases.gate.incidents.actions import (
    acknowledge_incident,
    follow_up_incident,
    mediate,
    report_incident,
)
from cases.gate.incidents.models import Incident, IncidentPerson, Mediation
from cases.gate.refusals.columns import columns_of
from cases.gate.refusals.models import Refusal
from cases.gate.somebody_else.actions import say_somebody_else
from cases.gate.somebody_else.models import SomebodyElse
from cases.gate.visits.actions import (
    ban,
    close_inquiry,
    deny_word,
    leave,
    register_inquiry,
    register_visit,
)
from cases.gate.visits.models import Inquiry, Unwelcome, Visit
from rptc import days
from rptc.audit.record import record
from rptc.refusals import Refused, write_refusal

Kind, Severity = Incident.Kind, Incident.Severity
Who, Side = IncidentPerson.Who, IncidentPerson.Side
Identity, Outcome = Visit.Identity, Visit.Outcome
Channel, Answer = Inquiry.Channel, Inquiry.Answer


def add(story, patrols):
    story.tell(
        *_incidents(story),
        *_visits(story),
        _banned(
            story,
            "peksos",
            story.ago(3, 11),
            name="Daeng Rewa",
            relation="bos pengamen",
            description="Tinggi, bertato di leher kiri",
            reason="Membujuk anak-anak keluar dari RPTC.",
        ),
        _banned(
            story,
            "piket",
            story.ago(1, 15, 50),
            "exit of a child",
            name="Dg. Nai",
            relation="tante",
            reason="Mendorong gerbang dan mengancam petugas.",
            ends_on=story.today + timedelta(days=7),
        ),
        _father_sought(story),
        _child_sought(story),
        _nobody_known(story),
    )


# -- Incidents ----------------------------------------------------------------------------------


def _incidents(story):
    """One of each severity and more; the serious one of last night the head has not read yet."""
    yield _incident(
        story,
        story.ago(6, 13, 10),
        "piket",
        kind=Kind.DAMAGE,
        severity=Severity.LIGHT,
        place="Kamar Kenanga",
        what="Kaca jendela pecah karena angin.",
        done_at_once="Pecahan dibersihkan, jendela ditutup papan.",
        no_people="Pecah karena angin.",
        then=[(_follow_up, story.ago(5, 10), "Kaca sudah diganti.", True)],
    )
    yield _incident(
        story,
        story.ago(3, 20, 5),
        "malam",
        ("sent", Side.DID_IT),
        kind=Kind.FORBIDDEN,
        severity=Severity.LIGHT,
        place="Kamar Flamboyan",
        what="Ditemukan pisau lipat di bawah kasur saat pemeriksaan kamar.",
        done_at_once="Pisau disimpan di ruang piket.",
        then=[(_follow_up, story.ago(2, 9), "Klien sudah diajak bicara.", True)],
    )
    yield _incident(
        story,
        story.ago(2, 16, 20),
        "piket",
        ("four times", Side.DID_IT),
        ("planned", Side.VICTIM),
        ("exit of a child", Side.WITNESS),
        kind=Kind.FIGHT,
        severity=Severity.MEDIUM,
        place="Halaman belakang",
        what="Berebut bola, lalu saling memukul. Yang kecil lebam di lengan.",
        done_at_once="Dipisahkan, lebam dikompres.",
        then=[
            (_acknowledge, story.ago(2, 17, 30)),
            (_mediate, story.ago(1, 9, 35), "Keduanya dan pekerja sosial", "Saling memaafkan."),
            (
                _follow_up,
                story.ago(1, 9, 40),
                "Keduanya didamaikan bersama pekerja sosial dan pindah kamar.",
                True,
            ),
        ],
    )
    yield _incident(
        story,
        story.ago(1, 15, 20),
        "piket",
        ("exit of a child", Side.WITNESS),
        ("Dg. Nai", Side.DID_IT, Who.VISITOR),
        kind=Kind.UNREST,
        severity=Severity.MEDIUM,
        place="Gerbang",
        what="Tiga orang keluarga berteriak dan mendorong gerbang, meminta anaknya segera pulang.",
        done_at_once="Diajak duduk dan dijelaskan bahwa terminasi menunggu Kepala UPT.",
        then=[
            (_acknowledge, story.ago(1, 16, 10)),
            (_follow_up, story.ago(1, 16, 45), "Mediasi dengan keluarga besok pagi.", False),
        ],
    )
    yield _incident(
        story,
        story.ago(1, 22, 15),
        "malam",
        ("quiet woman", Side.DID_IT),
        ("old woman", Side.VICTIM),
        (story.staff["malam"].full_name, Side.ON_DUTY, Who.STAFF),
        kind=Kind.INJURY,
        severity=Severity.SERIOUS,
        place="Kamar Melati",
        what="Terbangun, gelisah, lalu mendorong ibu tua sampai jatuh. Pelipisnya berdarah.",
        done_at_once="Luka dibalut, keduanya dipisahkan, puskesmas ditelepon.",
        doctor_called_at=story.ago(1, 22, 25),
    )


def _incident(story, at, by, *people, then=(), **facts):
    """Written down 25 minutes later; `then`: what was done about it, at what moments."""
    yield at + timedelta(minutes=25)
    incident = Incident(happened_at=at, send_key=story.key(), **facts)
    named = [
        IncidentPerson(stay=story.house[who], side=side)
        if not kind
        else IncidentPerson(name=who, who=kind[0], side=side)
        for who, side, *kind in people
    ]
    report_incident(incident, people=named, by=story.staff[by])
    for act, moment, *said in then:
        yield moment
        act(story, Incident.objects.get(pk=incident.pk), *said)


def _acknowledge(story, incident):
    acknowledge_incident(incident, by=story.who_decides(days.today()))


def _mediate(story, incident, attended, text):
    mediation = Mediation(
        incident=incident,
        held_at=days.now() - timedelta(minutes=15),
        attended=attended,
        result=Mediation.Result.AGREED,
        text=text,
        send_key=story.key(),
    )
    mediate(mediation, by=story.staff["peksos"])


def _follow_up(story, incident, text, is_done):
    incident.follow_up = text
    follow_up_incident(incident, is_done=is_done, by=story.staff["peksos"])


# -- The door -----------------------------------------------------------------------------------


def _visits(story):
    """Three who came and went, one who is still inside, one whom a warning kept out of one klien
    and who is inside on the word of another's social worker, and one who came on a word that
    nobody gave."""
    for key, at, minutes, visitor, relation, things in [
        ("planned", story.ago(2, 10, 15), 40, "Rosmini Dg. Caya", "ibu", "Baju ganti dan kue"),
        ("gatherer", story.ago(1, 9, 30), 25, "Sahabuddin", "adik", ""),
        ("elder sister", story.ago(1, 16, 5), 30, "Kartini Dg. Bau", "nenek", "Susu kotak"),
        ("old woman", story.ago(1, 20, 40), None, "Nurlina Sumiati", "anak", "Obat dan selimut"),
    ]:
        yield _visit(
            story,
            key,
            at,
            minutes,
            visitor=visitor,
            relation=relation,
            id_kind=Identity.KTP,
            id_number=_made_up_nik(story),
            phone=f"0812{story.dice.randint(10_000_000, 99_999_999)}",
            outcome=Outcome.RECEIVED,
            things=things,
        )
    yield _denied(
        story,
        "planned",
        story.ago(2, 18, 10),
        15,
        visitor="Rustam Effendi",
        relation="teman ibu",
        id_kind=Identity.NONE,
        outcome=Outcome.RECEIVED,
    )
    yield _tried(story, "exit of a child", story.ago(1, 10, 45), "Baso Dg. Gassing")
    yield _visit(
        story,
        "exit of a child",
        story.ago(1, 10, 50),
        None,
        visitor="Baso Dg. Gassing",
        relation="paman",
        id_kind=Identity.NONE,
        outcome=Outcome.REFUSED,
        reason="Ada peringatan jangan serahkan kepadanya.",
    )
    yield _visit(
        story,
        "gatherer",
        story.ago(1, 20, 50),
        None,
        visitor="Baso Dg. Gassing",
        relation="teman kerja",
        id_kind=Identity.NONE,
        outcome=Outcome.RECEIVED,
        told_of_ban=True,
    )
    # Of the same father's name, and somebody else: a social worker has seen his card.
    grandfather = "Basri Gassing"
    yield _tried(story, "exit of a child", story.ago(1, 17, 20), grandfather, "kakek")
    yield _said_somebody_else(story, "exit of a child", story.ago(1, 17, 35))
    yield _visit(
        story,
        "exit of a child",
        story.ago(1, 17, 40),
        30,
        visitor=grandfather,
        relation="kakek",
        id_kind=Identity.KTP,
        id_number=_made_up_nik(story),
        outcome=Outcome.RECEIVED,
    )


def _visit(story, key, at, minutes, **facts):
    yield at
    by = story.staff["piket"]
    stay = story.house[key]
    if facts["outcome"] == Outcome.RECEIVED:
        facts |= {"allowed_by": stay.social_worker or story.staff["peksos"]}
    visit = Visit(stay=stay, came_at=at, send_key=story.key(), **facts)
    register_visit(visit, by=by)
    if minutes:
        yield at + timedelta(minutes=minutes)
        leave(visit, by=by)


def _denied(story, key, at, minutes, **facts):
    """The head has spoken with who was at the door."""
    yield from _visit(story, key, at, minutes, **facts)
    yield at + timedelta(minutes=50)
    visit = Visit.objects.get(came_at=at, visitor=facts["visitor"])
    deny_word(visit, by=visit.allowed_by)
    yield at + timedelta(minutes=70)
    incident = Incident.objects.get(kind=Kind.VISIT, happened_at=at)
    _acknowledge(story, incident)
    yield at + timedelta(minutes=80)
    _follow_up(story, incident, "Petugas piket menelepon dahulu, mulai malam ini.", True)


def _tried(story, key, at, visitor, relation="paman"):
    """To be received, and refused by the warning: nothing is written but that it was tried."""
    yield at
    facts = {"relation": relation, "id_kind": Identity.NONE, "outcome": Outcome.RECEIVED}
    visit = Visit(stay=story.house[key], visitor=visitor, came_at=at, **facts)
    try:
        register_visit(visit, by=story.staff["piket"])
    except Refused as error:
        write_refusal(error)


def _said_somebody_else(story, key, at):
    yield at
    refusal = Refusal.objects.filter(person=story.house[key].person, is_likely=True).latest("pk")
    said = SomebodyElse(
        person=refusal.person,
        why="Kakek dari ibu, 71 tahun; KTP dan wajahnya bukan paman itu.",
        send_key=story.key(),
        **columns_of(refusal.asked, refusal.against),
    )
    say_somebody_else(said, by=story.staff["peksos"])


def _made_up_nik(story):
    """Of a kecamatan that does not exist: nobody's."""
    return f"737199{story.dice.randint(10**9, 10**10 - 1)}"


def _banned(story, by, at, key=None, **facts):
    yield at
    person = story.house[key].person if key else None
    row = Unwelcome(person=person, starts_on=days.today(), send_key=story.key(), **facts)
    ban(row, by=story.staff[by])


def _asked(story, at, **facts):
    yield at
    inquiry = Inquiry(asked_at=at, send_key=story.key(), **facts)
    return register_inquiry(inquiry, by=story.staff["piket"])


def _closed(story, inquiry, at, outcome, note):
    yield at
    inquiry.outcome, inquiry.outcome_note = outcome, note
    close_inquiry(inquiry, by=story.staff["peksos"])


def _father_sought(story):
    """It waits, and may be about somebody in the house."""
    yield story.ago(1, 19, 10)
    stranded = story.house["stranded"].person
    yield from _asked(
        story,
        days.now(),
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


def _child_sought(story):
    yield story.ago(1, 11, 20)
    child = story.house["exit of a child"].person
    inquiry = yield from _asked(
        story,
        days.now(),
        channel=Channel.GATE,
        asker="Baso Dg. Gassing",
        relation="paman",
        sought=child.name or child.alias,
        answer=Answer.COME,
        person=child,
    )
    refused = Inquiry.Outcome.REFUSED
    yield from _closed(story, inquiry, story.ago(1, 14), refused, "Ada peringatan.")


def _nobody_known(story):
    inquiry = yield from _asked(
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
    yield from _closed(story, inquiry, story.ago(3, 9, 15), Inquiry.Outcome.NOT_HERE, text)
    yield story.ago(3, 16)
    record(story.staff["piket"], "opened", inquiry)
