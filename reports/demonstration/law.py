"""Law in the living house. The duty to report: one within its clock, with the police told and no
number yet; one that is late; and one that both offices have taken. A boy placed by the police,
whose second letter ends tomorrow. A matter of each side, with hearings past and to come."""

from datetime import time, timedelta

from cases.law.matters.actions import (
    add_hearing,
    begin_matter,
    close_hearing,
    write_note,
)
from cases.law.matters.models import Hearing, LegalMatter, LegalNote
from cases.law.matters.models import Side as Of
from cases.law.placements.actions import register_placement, renew_placement
from cases.law.placements.models import OrderedBy, Placement, PlacementLimit
from cases.law.reports.actions import acknowledge_report, tell_office, write_report
from cases.law.reports.models import (
    ReportOffice,
    ReportRule,
    ReportToOffice,
    Side,
    ViolenceReport,
    Way,
)
from reports.demonstration.dice import key_of, own_dice, worker_of
from reports.demonstration.living import on_duty
from rptc import days

SEXUAL, OTHER = "Kekerasan seksual", "Kekerasan lain terhadap anak"
# key, days ago, hour, what, what was said,
# [(side, hours after, receiver, number)]: whoever is on duty heard it
HEARD = [
    ("draft plan", 1, 20, SEXUAL, "Saya takut kalau Om itu datang lagi.",
     [(Side.POLICE, 2, "Aipda Hasriani (contoh)", "")]),
    ("tomorrow", 4, 10, OTHER, "Kalau tidak dapat uang, saya dipukul pakai ikat pinggang.",
     [(Side.PPA, 12, "Nurhayati (contoh)", "PPA-2026-1171")]),
    ("planned", 2, 14, OTHER, "Paman pukul saya karena pulang siang.",
     [(Side.POLICE, 3, "Bripka Sulaiman (contoh)", "LP/B/812/XI/2026"),
      (Side.PPA, 5, "Nurhayati (contoh)", "PPA-2026-1164")]),
]  # fmt: skip
# key, as what, about, more, note, [(days from the story's day, hour, where, what for, who goes
# along, result)]
MATTERS = [
    (
        "before the law",
        Of.SUSPECT,
        "pencurian",
        {
            "police_unit": "Polsek Tamalate",
            "police_number": "LP/B/798/XI/2026",
            "investigator": "Aipda Hasriani (contoh)",
            "bapas_officer": "Irfan, S.H. (contoh)",
            "lawyer": "LBH Makassar (contoh)",
        },
        "Diversi mungkin. Ibunya mau hadir.",
        [
            (2, 9, "Bapas Makassar", "penelitian kemasyarakatan", "", ""),
            (6, 10, "Polsek Tamalate", "musyawarah diversi", "piket", ""),
        ],
    ),
    ("draft plan", Of.VICTIM, "kekerasan", {"police_unit": "Polrestabes Makassar"}, "", []),
    (
        "singer",
        Of.WITNESS,
        "pengeroyokan di terminal",
        {"police_unit": "Polsek Biringkanaya"},
        "",
        [(-1, 14, "Polsek Biringkanaya", "dimintai keterangan", "", "Keterangan selesai.")],
    ),
]
# Of the newest the head has not read yet.
UNKNOWN = "draft plan"
PHONES = {Side.POLICE: "0411 555 110", Side.PPA: "0411 555 200"}


def add(story, patrols):
    dice = own_dice(story, "Hukum")
    for side, phone in PHONES.items():
        ReportOffice.objects.filter(side=side).update(phone=phone)
    story.tell(_placed(story, dice), *(_matter(story, dice, *matter) for matter in MATTERS))
    story.tell(*(_heard(story, dice, *heard) for heard in HEARD))


def _heard(story, dice, key, ago, hour, what, said, told):
    yield story.ago(ago, hour, 40)
    by = on_duty(story, days.now())
    report = ViolenceReport(
        person=story.house[key].person,
        rule=ReportRule.objects.get(name=what),
        told_at=days.now() - timedelta(minutes=15),
        heard_by=by,
        send_key=key_of(dice),
    )
    report = write_report(report, said=said, whom="", by=by)
    if key != UNKNOWN:
        yield story.ago(ago, hour, 55)
        acknowledge_report(report, by=story.staff["kepala"])
    heard_at = days.now()
    for side, hours, receiver, number in told:
        yield heard_at + timedelta(hours=hours)
        row = ReportToOffice(
            report=report,
            side=side,
            office=ReportOffice.objects.get(side=side),
            receiver=receiver,
            at=days.now() - timedelta(minutes=5),
            way=Way.PHONE,
            number=number,
            send_key=key_of(dice),
        )
        tell_office(row, by=by)


def _placed(story, dice):
    """By the police for a day, then by a new letter until tomorrow morning."""
    yield story.ago(1, 9, 5)
    stay = story.house["before the law"]
    by = worker_of(story, stay)
    letter = {"stay": stay, "ordered_by": OrderedBy.POLICE}
    limits = {limit.hours: limit for limit in PlacementLimit.objects.all()}
    first = Placement(
        office="Polsek Tamalate, Aipda Hasriani (contoh)",
        letter_number="B/214/XI/2026/Reskrim",
        letter_on=days.today(),
        begins_at=days.now(),
        ends_at=days.now() + days.ONE_DAY,
        limit=limits[24],
        send_key=key_of(dice),
        **letter,
    )
    first = register_placement(first, by=by)
    yield story.ago(1, 15, 20)
    second = Placement(
        follows=first,
        office="Polsek Tamalate, Aipda Hasriani (contoh)",
        letter_number="B/219/XI/2026/Reskrim",
        letter_on=days.today(),
        begins_at=first.ends_at,
        ends_at=days.at(story.today + days.ONE_DAY, time(6)),
        limit=limits[7 * 24],
        send_key=key_of(dice),
        **letter,
    )
    renew_placement(second, by=by)


def _matter(story, dice, key, side, about, more, note, hearings):
    """Begun on the morning after they came; what is over has its result."""
    yield story.ago(1, 10, 20)
    stay = story.house[key]
    by = worker_of(story, stay)
    matter = LegalMatter(
        person=stay.person,
        side=side,
        about=about,
        begun_on=days.today(),
        send_key=key_of(dice),
        **more,
    )
    matter = begin_matter(matter, by=by)
    if note:
        write_note(LegalNote(matter=matter, send_key=key_of(dice)), text=note, by=by)
    for ahead, hour, place, purpose, escort, result in hearings:
        hearing = Hearing(
            matter=matter,
            at=days.at(story.today + ahead * days.ONE_DAY, time(hour)),
            place=place,
            purpose=purpose,
            escort=story.staff[escort] if escort else None,
            send_key=key_of(dice),
        )
        hearing = add_hearing(hearing, by=by)
        if result:
            yield hearing.at + 2 * days.ONE_HOUR
            close_hearing(hearing, result=result, by=by)
