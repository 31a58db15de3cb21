"""What was said of the seven indicators at the yearly meeting: ours, signed by the head but for
one that was written later, and those of two partners."""

import uuid

from reports.demonstration.care import MEMBERS
from reports.figures.models import PartnershipWord
from reports.figures.partnership.actions import approve_words, write_words
from rptc import days

OURS = {
    4: (
        "Naskah dengan Sentra Wirajaya masih di Bagian Hukum, belum kami tagih.",
        2,
    ),
    5: ("Surat pindah sekolah paling lama menyusul.", 3),
    6: ("Kabar lewat telepon tidak selalu kami catat.", None),
}
LATER = {7: ("Anak di bawah tujuh tahun masih sulit dicarikan tempat.", None)}
THEIRS = {
    "Sahabat Yatim": {
        5: ("Kami menunggu rapor dari RPTC dua minggu.", None),
        7: ("Bilang saja terus terang kalau anaknya berat.", 3),
    },
    "Sentra Wirajaya": {6: ("Kami kabari, tetapi petugas yang kami telepon berganti.", 2)},
}


def add(story, patrols):
    story.tell(_ours(story), _theirs(story), _later(story))


def _key(name):
    return uuid.uuid5(uuid.NAMESPACE_OID, f"kemitraan {name}")


def _ours(story):
    yield story.ago(9, 14, 10)
    write_words(days.today().year, None, OURS, key=_key("kami"), by=story.staff["tu"])
    yield story.ago(9, 16)
    seen = PartnershipWord.objects.to_approve().values_list("pk", flat=True)
    approve_words(seen, by=story.staff["kepala"])


def _theirs(story):
    yield story.ago(8, 10, 30)
    for name, said in THEIRS.items():
        partner, user = story.partners[name], story.staff[MEMBERS[name]]
        write_words(days.today().year, partner, said, key=_key(name), by=user)


def _later(story):
    yield story.ago(1, 15, 20)
    write_words(days.today().year, None, LATER, key=_key("lagi"), by=story.staff["tu"])
