"""What waits for somebody today: exits, plans and referrals in every state, files just opened."""

from datetime import timedelta

from cases.casework.plans.models import Plan, PlanItem
from cases.exits.models import Exit
from cases.stays.extensions.models import Extension
from partners.referrals.models import ReferralState as S


def add(story, house):
    _add_exits(story, house)
    _add_extensions(story, house)
    _add_plans(story, house)
    _add_referrals(story, house)
    _open_files(story, house)


def _add_exits(story, house):
    way = story.way
    way.propose(house["exit of a child"], "keluarga", story.ago(1, 14, 30))
    way.propose(house["exit of an elder"], "keluarga", story.ago(1, 15, 10))
    way.propose(house["accepted"], "mitra", story.ago(1, 11)).receiver = "Yayasan Sahabat Yatim"

    exit = way.propose(house["approved exit"], "keluarga", story.ago(2, 9, 20))
    way.decide(exit, Exit.State.APPROVED, story.ago(1, 16, 20))
    exit = way.propose(house["refused exit"], "keluarga", story.ago(2, 10))
    way.decide(
        exit, Exit.State.REFUSED, story.ago(1, 9, 15), note="Alamat orang tua belum diperiksa."
    )
    exit = way.propose(house["declined"], "keluarga", story.ago(4, 9))
    exit.state, exit.decision_note = Exit.State.CANCELLED, "Keluarga tidak jadi menjemput."
    story.note(exit.recorded_by, "cancelled", exit, story.ago(3, 16), person=exit.stay.person)


def _add_extensions(story, house):
    """One moved the last day, one waits, and one was refused while the stay is over."""
    way, today = story.way, story.today
    extension = way.ask_longer(
        house["returned"],
        today + timedelta(days=2),
        story.ago(5, 9, 10),
        "Rujukan ditarik; menunggu tempat pelatihan lain.",
    )
    way.decide_longer(extension, Extension.State.APPROVED, story.ago(5, 14, 30))
    extension = way.ask_longer(
        house["declined"],
        today + timedelta(days=5),
        story.ago(3, 10, 20),
        "Panti lansia penuh; mencari panti lain.",
    )
    way.decide_longer(
        extension,
        Extension.State.REFUSED,
        story.ago(2, 8, 40),
        note="Tulis panti mana yang sudah ditanya dan kapan jawabannya.",
    )
    way.ask_longer(
        house["over by a day"],
        today + timedelta(days=3),
        story.ago(1, 15, 45),
        "Keluarga di Jeneponto baru dapat menjemput pekan depan.",
    )


def _add_plans(story, house):
    care = story.care
    plan = care.plan(
        house["planned"],
        story.ago(3, 10),
        "Kembali ke orang tua dan masuk sekolah lagi.",
        [
            ("Menghubungi orang tua.", "reunifikasi", 1),
            ("Bertanya ke sekolah tentang tempat yang kosong.", "sosial", 2),
            ("Bimbingan kelompok anak.", "mental-spiritual", 4),
        ],
        wishes="Ingin pulang dan ikut main bola di sekolah.",
        state=Plan.State.APPROVED,
        decided_at=story.ago(3, 15, 30),
    )
    care.finish(care.items_of(plan)[0], story.today - timedelta(days=2))

    plan = care.plan(
        house["declined"],
        story.ago(7, 9),
        "Mendapat tempat di panti lansia.",
        [("Mencari mitra.", "sosial", 3), ("Pemeriksaan kesehatan.", "fisik", 2)],
        state=Plan.State.APPROVED,
        decided_at=story.ago(7, 13),
    )
    first, second = care.items_of(plan)
    impossible = PlanItem.Result.IMPOSSIBLE
    care.finish(first, story.today - timedelta(days=3), impossible, "Mitra penuh.")
    care.finish(second, story.today - timedelta(days=5))

    aims = {
        "plan waits 1": "Pulang ke kabupaten asal.",
        "plan waits 2": "Kembali ke ibunya.",
        "plan waits 3": "Berjualan sendiri di pasar.",
    }
    for number, (key, aim) in enumerate(aims.items()):
        care.plan(
            house[key],
            story.ago(1, 9 + number, 25),
            aim,
            [
                ("Menghubungi keluarga.", "reunifikasi", 2),
                ("Bimbingan sosial perorangan.", "sosial", 3),
            ],
            wishes="Ingin cepat pulang.",
            state=Plan.State.SUBMITTED,
        )
    care.plan(
        house["plan came back"],
        story.ago(2, 9),
        "Bekerja di usaha jahit.",
        [("Pelatihan menjahit.", "keterampilan", 5)],
        state=Plan.State.RETURNED,
        decided_at=story.ago(1, 10, 45),
        decision_note="Tulis siapa yang melatih dan di mana.",
    )
    care.plan(
        house["draft plan"],
        story.ago(1, 13),
        "Kembali ke keluarga.",
        [("Mencari alamat keluarga.", "reunifikasi", 2)],
    )


def _add_referrals(story, house):
    refer = story.care.refer
    refer(
        house["draft referral"], "Sahabat Yatim", "Asrama dan sekolah", S.DRAFT, [story.ago(1, 9)]
    )
    refer(
        house["to be proposed"],
        "Sentra Wirajaya",
        "Pelatihan las dan bantuan usaha",
        S.PROPOSED,
        [story.ago(1, 10, 30)],
    )
    refer(
        house["sent"],
        "Sentra Wirajaya",
        "Rehabilitasi sosial penyalahguna NAPZA",
        S.SENT,
        [story.ago(3, 9, 20), story.ago(2, 11, 5)],
        message="Sudah diperiksa di puskesmas. Keluarga setuju.",
    )
    refer(
        house["accepted"],
        "Sahabat Yatim",
        "Asrama anak",
        S.ACCEPTED,
        [story.ago(4, 9, 30), story.ago(3, 8, 50), story.ago(2, 10)],
    )
    refer(
        house["health"],
        "YPKDS",
        "Dukungan sebaya",
        S.SENT,
        [story.ago(1, 9, 15), story.ago(1, 14)],
        consent=story.today - timedelta(days=1),
    )
    refer(
        house["declined"],
        "Mattiro Baji",
        "Panti lansia",
        S.DECLINED,
        [story.ago(6, 9, 30), story.ago(5, 9), story.ago(4, 15)],
    )
    refer(
        house["returned"],
        "Sentra Wirajaya",
        "Pelatihan mekanik",
        S.REVOKED,
        [story.ago(9, 10), story.ago(8, 9), story.ago(6, 11)],
    )
    refer(
        house["over by a day"],
        "Sentra Wirajaya",
        "Rehabilitasi mental",
        S.EXPIRED,
        [story.ago(6, 10), story.ago(6, 14), story.ago(1, 8)],
    )


def _open_files(story, house):
    """Who looked at the files of the house in the last two days."""
    for stay in house.values():
        for username in ("peksos", "peksos2", "piket"):
            at = story.ago(1, story.dice.randint(13, 17), story.dice.randint(0, 59))
            if story.chance(0.4) and at > stay.recorded_at:
                story.note(story.staff[username], "opened", stay.person, at)
