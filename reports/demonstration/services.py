"""What is done for those in the house: sessions of a group, and services of one klien; two years
of them behind, few a week."""

from datetime import time, timedelta

from cases.casework.plans.models import ServiceKind
from cases.casework.services.actions import Answer, add_service, close_service, register_session
from cases.casework.services.lists import called_now
from cases.casework.services.models import Absence, ForWhom, GroupSession, Service, State
from cases.casework.services.trainings.actions import (
    add_training,
    end_training,
    give_kit,
    write_receipt,
)
from cases.casework.services.trainings.models import Training
from cases.stays.models import Stay
from reports.demonstration.dice import key_of, own_dice, worker_of
from rptc import days

# days ago, hour, kind, about what, where, led by whom of the staff (or an outsider), for whom
SESSIONS = [
    (13, 16, "fisik", "Senam", "Halaman", "piket", ForWhom.ALL),
    (12, 10, "sosial", "Aturan tinggal bersama", "Aula", "peksos", ForWhom.ALL),
    (10, 18, "mental-spiritual", "Pengajian", "Musala", "Ustaz Nurdin", ForWhom.ADULTS),
    (8, 10, "keterampilan", "Membuat sabun cuci", "Ruang keterampilan", "peksos2", ForWhom.ADULTS),
    (6, 16, "fisik", "Senam", "Halaman", "piket", ForWhom.ALL),
    (5, 9, "sosial", "Menjaga kebersihan diri", "Aula", "peksos", ForWhom.ALL),
    (3, 18, "mental-spiritual", "Pengajian", "Musala", "Ustaz Nurdin", ForWhom.ADULTS),
    (2, 9, "sosial", "Kembali ke sekolah", "Ruang belajar", "peksos", ForWhom.CHILDREN),
    (1, 9, "sosial", "Bermain peran", "Ruang belajar", "peksos", ForWhom.CHILDREN),
]
# key, kind, days ago and hour, result
GIVEN = [
    ("declined", "alat-bantu", (6, 11), "Tongkat kaki empat dipinjamkan."),
    ("returned", "reunifikasi", (8, 14), "Kakaknya di Gowa dihubungi; nomor lama tidak aktif."),
    ("planned", "sandang", (3, 9), "Seragam sekolah dan sepatu."),
    ("planned", "psikososial", (2, 14), "Mau bercerita tentang ibunya."),
    ("old man", "obat", (2, 10), "Obat tekanan darah untuk tujuh hari."),
    ("plan waits 3", "keluarga", (1, 10), "Suaminya datang dan berbicara dengan petugas."),
    ("singer", "sandang", (1, 8), "Baju ganti dua pasang."),
]
# key, kind, planned for so many days from today
PLANNED = [
    ("planned", "sekolah-dan-puskesmas", 0),
    ("beggar", "dokumen", 0),
    ("health", "psikososial", 0),
    ("four times", "keluarga", 1),
    ("old woman", "alat-bantu", 2),
]
# key, kind, why not
CALLED_OFF = [("tomorrow too", "keterampilan", "Klien sakit kepala; dijadwalkan lagi.")]
# key, what, by whom, began and ended so many days ago, certificate, tool kit
TRAINED = [
    ("often met", "Membuat kue kering", "Balai Pelatihan Vokasi", 3, 1, "118/BPV/2026",
     "Oven kecil 1, loyang 4, timbangan 1"),
    ("quiet woman", "Menjahit dasar", "Yayasan Sahabat Yatim", 2, None, "", ""),
]  # fmt: skip
# A week of the years before: day of the week, hour, kind, where
USUAL = [(1, 10, "sosial", "Aula"), (4, 16, "fisik", "Halaman")]


def add_years(story):
    """Since the unit works in the application: two sessions a week of whoever was in the house,
    and clothes for every third."""
    dice, kinds = own_dice(story, "Tahun-tahun lalu"), story.care.services
    stays = sorted(story.rows[Stay], key=lambda stay: stay.began_at)
    day = story.BEGINS
    while days.starts_at(day) < story.lives_from - days.ONE_DAY:
        for weekday, hour, code, place in USUAL:
            if day.weekday() == weekday:
                at = days.at(day, time(hour))
                _add_session(story, dice, kinds[code], place, at, _in_the_house(stays, at))
        day += days.ONE_DAY
    for stay in stays:
        at = stay.began_at + timedelta(minutes=dice.randint(40, 110))
        is_here = stay.ended_at is None or at < stay.ended_at
        is_of_these = days.starts_at(story.BEGINS) <= at < story.lives_from
        if dice.random() < 0.35 and is_here and is_of_these:
            _add_row(story, dice, stay, kinds["sandang"], at, worker_of(story, stay))


def _in_the_house(stays, at):
    return [s for s in stays if s.began_at <= at and (s.ended_at is None or at < s.ended_at)]


def _add_session(story, dice, kind, place, at, stays):
    if len(stays) < 2:
        return
    by = story.staff["peksos"]
    session = GroupSession(
        kind=kind,
        held_at=at,
        minutes=kind.minutes,
        place=place,
        led_by=by,
        recorded_by=by,
        recorded_at=at + timedelta(minutes=kind.minutes),
        send_key=key_of(dice),
    )
    story.rows[GroupSession].append(session)
    story.note(by, "held", session, session.recorded_at, present=len(stays))
    for stay in stays:
        _add_row(story, dice, stay, kind, at, by, session)


def _add_row(story, dice, stay, kind, at, by, session=None):
    row = Service(
        stay=stay,
        kind=kind,
        session=session,
        spm=kind.spm,
        recorded_by=by,
        recorded_at=session.recorded_at if session else at,
        send_key=key_of(dice),
        state=State.DONE,
        done_at=at,
        done_by=by,
        minutes=kind.minutes,
    )
    if session and len(story.rows[Service]) % 9 == 4:
        row.state, row.absence = State.ABSENT, Absence.REFUSED
        row.done_at = row.done_by = row.minutes = None
    story.rows[Service].append(row)


def add(story, patrols):
    dice = own_dice(story, "Layanan")
    kinds = {kind.code: kind for kind in ServiceKind.objects.all()}
    story.tell(
        *(_held(story, dice, kinds, *session) for session in SESSIONS),
        *(_given(story, dice, kinds, *given) for given in GIVEN),
        *(_planned(story, dice, kinds, *planned) for planned in PLANNED),
        *(_trained(story, *training) for training in TRAINED),
        *(_called_off(story, dice, kinds, *off) for off in CALLED_OFF),
    )


def _held(story, dice, kinds, ago, hour, code, topic, place, leader, for_whom):
    yield story.ago(ago, hour)
    by = story.staff.get(leader) or story.staff["piket"]
    ticks = called_now(by, for_whom).ticks
    came = [tick for tick in ticks if tick.is_present]
    if len(came) < 2:
        return
    missed = dice.choice(came)
    why = dice.choice([Absence.SICK, Absence.REFUSED])
    session = GroupSession(
        kind=kinds[code],
        topic=topic,
        held_at=days.now(),
        place=place,
        for_whom=for_whom,
        led_by=story.staff.get(leader),
        led_by_name="" if leader in story.staff else leader,
        send_key=key_of(dice),
    )
    answers = [_answer(tick, why if tick is missed else "") for tick in ticks]
    register_session(session, answers, by=by)


def _answer(tick, why):
    if not tick.is_present:
        return Answer(tick.stay.pk, False, Absence.OTHER, "Di kamar isolasi.")
    return Answer(tick.stay.pk, not why, why)


def _service(story, dice, kinds, key, code, **columns):
    service = Service(stay=story.house[key], kind=kinds[code], send_key=key_of(dice), **columns)
    return add_service(service, by=worker_of(story, service.stay))


def _given(story, dice, kinds, key, code, given, result):
    yield story.ago(*given)
    _service(story, dice, kinds, key, code, done_at=days.now(), result=result)


def _planned(story, dice, kinds, key, code, ahead):
    yield story.ago(1, 15, 40)
    on = story.today + timedelta(days=ahead)
    _service(story, dice, kinds, key, code, state=State.PLANNED, planned_on=on)


def _trained(story, key, subject, organiser, ago, ended, certificate, kit):
    yield story.ago(ago, 9)
    stay = story.house[key]
    by = worker_of(story, stay)
    training = Training(
        stay=stay,
        kind=ServiceKind.objects.get(code="keterampilan"),
        subject=subject,
        organiser=organiser,
        began_on=days.today(),
        send_key=story.key(),
    )
    training = add_training(training, by=by)
    if ended is None:
        return
    yield story.ago(ended, 15)
    end_training(training, is_finished=True, ended_on=days.today(), certificate=certificate, by=by)
    if kit:
        training.refresh_from_db()
        training.kit, training.kit_on = kit, days.today()
        give_kit(training, by=by)
        yield story.ago(ended, 15, 30)
        write_receipt(training, by=by)


def _called_off(story, dice, kinds, key, code, why):
    yield story.ago(2, 11)
    on = days.today() + days.ONE_DAY
    service = _service(story, dice, kinds, key, code, state=State.PLANNED, planned_on=on)
    yield story.ago(1, 13)
    close_service(service, is_done=False, reason=why, by=worker_of(story, service.stay))
