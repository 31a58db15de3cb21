"""The prevention register since the unit works in the application; all of it invented. One was
written down twice, and counts once."""

import random
import uuid
from datetime import time, timedelta

from cases.patrols.prevention.models import Prevention, PreventionKind
from cases.places.models import Region
from rptc import days

K = PreventionKind
# Kind, subject, place or the number of a hot spot, kecamatan where it is a place, by whom, people
# reached (None: nobody could count), material.
OCCASIONS = [
    (K.SOCIALISATION, "Anak di jalan dan haknya bersekolah", "SMP Negeri di Panakkukang",
     "Panakkukang", "Pekerja sosial RPTC", 86, "Brosur 90 lembar"),
    (K.APPEAL, "Larangan memberi uang di jalan", 0, "", "Regu 1 TRC dan Satpol PP", 140,
     "Selebaran 150 lembar"),
    (K.CAMPAIGN, "Salurkan sedekah lewat lembaga resmi", 4, "", "Dinas Sosial dan RPTC", 320,
     "Spanduk 2 buah, stiker 300 lembar"),
    (K.APPEAL, "Membersihkan kaca mobil di lampu merah", 1, "", "Regu 2 TRC", 45, ""),
    (K.SOCIALISATION, "Lapor 112 bila melihat anak terlantar", "Aula kantor kecamatan",
     "Tamalate", "Pekerja sosial RPTC dan TKSK", 52, "Brosur 60 lembar"),
    (K.APPEAL, "Lansia yang tersesat: hubungi RPTC", 8, "", "Regu 3 TRC", 60,
     "Kartu nomor telepon 100 lembar"),
    (K.CAMPAIGN, "Makassar tanpa anak jalanan", "Radio dan media sosial Dinas Sosial", "",
     "Dinas Sosial", None, "Rekaman suara 30 detik"),
    (K.SOCIALISATION, "Bahaya mengisap lem", "SD Negeri di Mariso", "Mariso",
     "Pekerja sosial RPTC dan puskesmas", 74, "Poster 10 lembar"),
]  # fmt: skip
# About which days of a month.
DAYS = (6, 13, 22)


def add(story):
    """By dice of its own: what is told beside it stays as it was."""
    dice = random.Random(f"pencegahan {story.today:%Y-%m-%d}")  # noqa: S311
    districts = {
        each.name: each
        for each in Region.objects.of_makassar().filter(level=Region.Level.DISTRICT)
    }
    first, number = story.BEGINS.replace(day=1), 0
    while first < story.today:
        for day in DAYS:
            at = days.at(first + timedelta(days=day - 1 + dice.randrange(3)), time(10, 15))
            if days.day_of(at) < story.today:
                _add(story, dice, districts, OCCASIONS[number % len(OCCASIONS)], at)
            number += 1
        first = days.add_months(first, 1)
    _twice(story, dice)


def _add(story, dice, districts, occasion, at):
    kind, subject, where, district, done_by, reached, material = occasion
    spot = story.spots[where] if isinstance(where, int) else None
    by = story.staff["tu" if kind == K.CAMPAIGN else "trc"]
    row = Prevention(
        kind=kind,
        subject=subject,
        on=days.day_of(at),
        hot_spot=spot,
        district=spot.village.parent if spot else districts.get(district),
        place="" if spot else where,
        done_by=done_by,
        reached=reached and reached + dice.randrange(-12, 30),
        material=material,
        recorded_by=by,
        recorded_at=at + timedelta(hours=3),
        send_key=_key(dice),
    )
    story.rows[Prevention].append(row)
    story.note(by, "registered", row, row.recorded_at)


def _twice(story, dice):
    """The first of them, typed once more from a phone, and taken out by the office."""
    kept = story.rows[Prevention][0]
    again = Prevention(
        **{
            name: getattr(kept, name)
            for name in "kind subject on hot_spot district place reached material".split()
        },
        done_by=kept.done_by,
        recorded_by=story.staff["trc"],
        recorded_at=kept.recorded_at + timedelta(hours=1),
        send_key=_key(dice),
        version=2,
        dropped_at=kept.recorded_at + timedelta(days=1),
        dropped_by=story.staff["tu"],
        drop_reason="Tercatat dua kali.",
    )
    story.rows[Prevention].append(again)
    story.note(again.recorded_by, "registered", again, again.recorded_at)
    story.note(again.dropped_by, "dropped_prevention", again, again.dropped_at)


def _key(dice):
    return uuid.UUID(int=dice.getrandbits(128), version=4)
