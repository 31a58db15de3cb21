"""What waits for somebody today: exits, plans and referrals in every state, files just opened."""

from datetime import timedelta

from cases.casework.plans.models import Plan, PlanItem
from cases.exits.actions import cancel_exit
from partners.referrals.models import ReferralState as S
from reports.demonstration import living
from reports.demonstration.care import carried_out, planned, referred
from rptc import days
from rptc.audit.record import record


def add(story, patrols):
    story.tell(*_exits(story), *_extensions(story), *_plans(story), *_referrals(story))


def _exits(story):
    at = story.ago
    receiver = {"receiver": "Yayasan Sahabat Yatim"}
    yield _asked_for(story, "exit of a child", at(1, 14, 30), lacks=["identity", "contact"])
    yield _asked_for(story, "exit of an elder", at(1, 15, 10))
    yield _asked_for(story, "accepted", at(1, 11), "mitra", **receiver)
    yield _asked_for(story, "approved exit", at(2, 9, 20), decided_at=at(1, 16, 20))
    unseen = "Alamat orang tua belum diperiksa."
    yield _asked_for(story, "refused exit", at(2, 10), decided_at=at(1, 9, 15), refused=unseen)
    yield _cancelled(story)


def _asked_for(
    story, key, at, code="keluarga", *, lacks=(), decided_at=None, refused="", **columns
):
    """A child's request of yesterday still lacks two pieces, and the refused one all of them."""
    yield at
    exit = yield from living.proposed(story, story.house[key], code, at, **columns)
    if code == "keluarga" and not refused:
        yield from living.gathered(story, exit, at + timedelta(minutes=25), lacks=lacks)
    if decided_at:
        yield from living.decided(story, exit, decided_at, refused=refused)


def _cancelled(story):
    yield story.ago(4, 9)
    stay = story.house["declined"]
    exit = yield from living.proposed(story, stay, "keluarga", days.now())
    yield story.ago(3, 16)
    cancel_exit(exit, reason="Keluarga tidak jadi menjemput.", by=stay.social_worker)


def _extensions(story):
    """Two moved the last day, one waits, and one was refused while the stay is over."""
    yield _longer(
        story,
        "long here",
        11,
        story.ago(12, 10, 30),
        "Keluarga di Bone belum ditemukan.",
        story.ago(12, 15),
    )
    yield _longer(
        story,
        "returned",
        2,
        story.ago(5, 9, 10),
        "Rujukan ditarik; menunggu tempat pelatihan lain.",
        story.ago(5, 14, 30),
    )
    yield _longer(
        story,
        "declined",
        5,
        story.ago(3, 10, 20),
        "Panti lansia penuh; mencari panti lain.",
        story.ago(2, 8, 40),
        refused="Tulis panti mana yang sudah ditanya dan kapan jawabannya.",
    )
    yield _longer(
        story,
        "over by a day",
        3,
        story.ago(1, 15, 45),
        "Keluarga di Jeneponto baru dapat menjemput pekan depan.",
        story.ends_at,
    )


def _longer(story, key, more, at, reason, decided_at, *, refused=""):
    yield at
    stay, until = story.house[key], story.today + timedelta(days=more)
    yield from living.given_longer(story, stay, until, at, decided_at, reason, refused=refused)


def _plans(story):
    yield _carried_out(
        story,
        planned(
            story,
            "planned",
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
        ),
        [(0, story.ago(2, 16))],
    )
    yield _carried_out(
        story,
        planned(
            story,
            "declined",
            story.ago(7, 9),
            "Mendapat tempat di panti lansia.",
            [("Mencari mitra.", "sosial", 3), ("Pemeriksaan kesehatan.", "fisik", 2)],
            state=Plan.State.APPROVED,
            decided_at=story.ago(7, 13),
        ),
        [
            (1, story.ago(5, 16)),
            (0, story.ago(3, 16), PlanItem.Result.IMPOSSIBLE, "Mitra penuh."),
        ],
    )
    aims = {
        "plan waits 1": "Pulang ke kabupaten asal.",
        "plan waits 2": "Kembali ke ibunya.",
        "plan waits 3": "Berjualan sendiri di pasar.",
    }
    for number, (key, aim) in enumerate(aims.items()):
        yield planned(
            story,
            key,
            story.ago(1, 9 + number, 25),
            aim,
            [
                ("Menghubungi keluarga.", "reunifikasi", 2),
                ("Bimbingan sosial perorangan.", "sosial", 3),
            ],
            wishes="Ingin cepat pulang.",
            state=Plan.State.SUBMITTED,
        )
    yield planned(
        story,
        "plan came back",
        story.ago(2, 9),
        "Bekerja di usaha jahit.",
        [("Pelatihan menjahit.", "keterampilan", 5)],
        state=Plan.State.RETURNED,
        decided_at=story.ago(1, 10, 45),
        note="Tulis siapa yang melatih dan di mana.",
    )
    yield planned(
        story,
        "draft plan",
        story.ago(1, 13),
        "Kembali ke keluarga.",
        [("Mencari alamat keluarga.", "reunifikasi", 2)],
    )


def _carried_out(story, planning, results):
    plan = yield from planning
    for result in results:
        yield from carried_out(plan, *result)


def _referrals(story):
    """One of every state; what expired is told at the end, for no page does it yet."""
    at = story.ago
    yield _refer(
        story,
        "draft referral",
        "Sahabat Yatim",
        "Asrama dan sekolah",
        S.DRAFT,
        [at(1, 9), at(1, 16, 30)],
    )
    yield _refer(
        story,
        "to be proposed",
        "Sentra Wirajaya",
        "Pelatihan las dan bantuan usaha",
        S.PROPOSED,
        [at(1, 10, 30)],
    )
    yield _refer(
        story,
        "sent",
        "Sentra Wirajaya",
        "Rehabilitasi sosial penyalahguna NAPZA",
        S.SENT,
        [at(3, 9, 20), at(2, 11, 5)],
        message="Sudah diperiksa di puskesmas. Keluarga setuju.",
    )
    yield _refer(
        story,
        "accepted",
        "Sahabat Yatim",
        "Asrama anak",
        S.ACCEPTED,
        [at(4, 9, 30), at(3, 8, 50), at(2, 10)],
    )
    yield _refer(
        story,
        "health",
        "YPKDS",
        "Dukungan sebaya",
        S.SENT,
        [at(1, 9, 15), at(1, 14)],
        agrees=True,
    )
    yield _refer(
        story,
        "quiet woman",
        "RSUD Daya",
        "Pemeriksaan dan rawat jalan",
        S.SENT,
        [at(2, 9, 40), at(1, 15)],
        agrees=True,
    )
    yield _refer(
        story,
        "declined",
        "Mattiro Baji",
        "Panti lansia",
        S.DECLINED,
        [at(6, 9, 30), at(5, 9), at(4, 15)],
    )
    yield _refer(
        story,
        "returned",
        "Sentra Wirajaya",
        "Pelatihan mekanik",
        S.REVOKED,
        [at(9, 10), at(8, 9), at(6, 11)],
    )


def _refer(story, key, partner, need, state, moments, **known):
    yield moments[0]
    yield from referred(story, story.house[key], partner, need, state, moments, **known)


def add_expired(story):
    stay, need = story.house["over by a day"], "Rehabilitasi mental"
    moments = [story.ago(6, 10), story.ago(6, 14), story.ago(1, 8)]
    story.care.refer(stay, "Sentra Wirajaya", need, S.EXPIRED, moments)


def files_opened(story, keys):
    """Who looked at the files of the house in the last two days."""
    looks = []
    for key in keys:
        for username in ("peksos", "peksos2", "piket"):
            at = story.ago(1, story.dice.randint(13, 17), story.dice.randint(0, 59))
            if story.chance(0.4):
                looks.append((at, key, username))
    for at, key, username in sorted(looks):
        yield at
        record(story.staff[username], "opened", story.house[key].person)


def unusual_looks(story, keys):
    """What the head and the privacy officer will ask about."""
    for minute, key in enumerate(keys[:6]):
        yield story.ago(2, 23, 10 + 4 * minute)
        record(story.staff["peksos2"], "opened", story.house[key].person)
    yield story.ago(1, 16, 12)
    told = {"rows": 583, "reason": "Permintaan Dinas untuk rapat evaluasi.", "sha256": "5a" * 32}
    record(story.staff["peksos"], "exported", page="register 2024 dengan nama", **told)
