"""What was found after the exits: most of it in time, some late, and some still waiting."""

from datetime import time, timedelta

from cases.aftercare.contacts import OpenContacts
from cases.aftercare.models import FollowUp, Way
from cases.stays.models import Stay
from rptc import days

Result, Next, Helped = FollowUp.Result, FollowUp.NextAct, FollowUp.Helped
HELPED = [Helped.YES, Helped.NOT_ASKED, Helped.YES, Helped.NO, Helped.YES]
# What was found, by how long after the exit.
RESULTS = {
    Result.FOUND: 62,
    Result.MOVED: 8,
    Result.ON_THE_STREET: 8,
    Result.NOT_FOUND: 12,
    Result.NOT_DONE: 10,
}
REASONS = [
    "Jalan ke rumahnya banjir.",
    "Nomor telepon tidak aktif, dan alamatnya tidak lengkap.",
    "Keluarga minta dijadwalkan ulang.",
]
NOTES = {
    Result.FOUND: ["Tinggal bersama keluarga.", "Bekerja membantu di pasar.", "Sehat."],
    Result.MOVED: ["Menurut tetangga pindah ke luar kota."],
    Result.ON_THE_STREET: ["Keluarga berkata sudah beberapa hari tidak pulang."],
    Result.NOT_FOUND: ["Rumah kosong, tetangga tidak tahu."],
}
WHOM = {Way.VILLAGE: "Lurah", Way.LETTER: "Dinas Sosial setempat"}
AT_HOME = ["Klien sendiri", "Ibunya", "Pamannya", "Istrinya", "Kakaknya"]
# One in so many contacts was overlooked; of those that came due in the last days, every second.
OVERLOOKED, LAST_DAYS = 0.04, timedelta(days=4)


def add(story):
    """Reads what is due from the rows that were written, as the application does."""
    yesterday = story.today - timedelta(days=1)
    contacts = OpenContacts(Stay.objects.all(), None, yesterday)
    for contact in sorted(contacts[0 : contacts.count()], key=_in_time):
        is_new = contact.due_on > story.today - LAST_DAYS
        if not story.chance(0.5 if is_new else OVERLOOKED):
            _add(story, contact, yesterday)


def _in_time(contact):
    return contact.due_on, contact.exit.left_at, contact.day


def _add(story, contact, yesterday):
    result = story.pick(RESULTS)
    done_on = min(contact.due_on + timedelta(days=story.dice.randint(0, 5)), yesterday)
    at = days.at(done_on, time(story.dice.randint(10, 16), story.dice.randint(0, 59)))
    worker = contact.exit.stay.social_worker
    told = FollowUp(
        exit=contact.exit,
        day=contact.day,
        result=result,
        done_on=done_on,
        way=contact.way,
        recorded_by=worker,
        recorded_at=at,
    )
    if result == Result.NOT_DONE:
        told.reason = story.dice.choice(REASONS)
        told.next_act = Next.AGAIN
    else:
        told.note = story.dice.choice(NOTES[result])
    if result == Result.FOUND:
        told.met = WHOM.get(contact.way) or story.dice.choice(AT_HOME)
        # Asked of those whom a worker met, since it is asked; drawn from the row itself, so that
        # the rest of the story stays as it is.
        if told.met in AT_HOME and done_on.year == story.today.year:
            told.helped = HELPED[(contact.day + done_on.toordinal()) % len(HELPED)]
            is_klien = told.met == AT_HOME[0]
            if told.helped in {Helped.YES, Helped.NO}:
                told.helped_says = FollowUp.Asked.KLIEN if is_klien else FollowUp.Asked.FAMILY
    if result == Result.ON_THE_STREET:
        told.next_act = Next.FAMILY
    story.add(told)
    person = contact.exit.stay.person
    story.note(worker, "registered", told, at, person=person, result=result.value)
