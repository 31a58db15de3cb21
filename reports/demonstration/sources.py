"""Sources of help: twenty neighbours of the kelurahan from which klien come, all of them invented.
One was last asked more than a year ago, and one is no more."""

import uuid
from datetime import time, timedelta

from partners.sources.models import Source
from rptc import days

# Sort, name, kelurahan, what it offers, words, whom to ask for, days since somebody asked.
SOURCES = [
    ("youth", "Karang Taruna Suangga", "Suangga", "group training", "", "Rizal", 40),
    ("youth", "Karang Taruna Tamamaung Bersatu", "Tamamaung", "group work", "", "Aldi", 95),
    ("youth", "Karang Taruna Daya Muda", "Daya", "group", "Futsal tiap Sabtu sore.", "Wawan", 30),
    ("youth", "Karang Taruna Losari", "Losari", "group work", "", "", 200),
    ("tksk", "TKSK Panakkukang", "Masale", "visits aid papers", "", "Ibu Nursiah", 25),
    ("tksk", "TKSK Tallo", "Kaluku Bodoa", "visits aid papers", "", "Pak Hamzah", 60),
    ("tksk", "TKSK Rappocini", "Gunung Sari", "visits aid papers", "", "Ibu Rahmi", 110),
    ("tksk", "TKSK Tamalate", "Maccini Sombala", "visits aid", "", "Pak Syarif", 75),
    ("psm", "PSM Karuwisi Utara", "Karuwisi Utara", "visits papers", "", "Ibu Dahlia", 50),
    ("psm", "PSM Pattunuang", "Pattunuang", "visits", "", "Pak Jufri", 140),
    ("psm", "PSM Tidung", "Tidung", "visits aid", "", "Ibu Mariati", 18),
    (
        "lks",
        "LKS Harapan Pesisir",
        "Maccini Sombala",
        "schooling aid shelter",
        "",
        "Pak Yunus",
        66,
    ),
    ("lks", "LKS Bina Terampil", "Buntusu", "training work", "Las dan jahit, tiga bulan.", "", 33),
    ("lks", "LKS Lansia Sejahtera", "Maricaya Selatan", "visits care", "", "Ibu Salma", 410),
    ("clinic", "Puskesmas Contoh Daya", "Daya", "care", "Senin sampai Sabtu.", "", 45),
    ("clinic", "Puskesmas Contoh Tamalanrea", "Tamalanrea Indah", "care", "", "", 80),
    ("school", "PKBM Contoh Ende", "Ende", "schooling", "Paket A, B dan C, malam hari.", "", 120),
    ("school", "SD Contoh Wajo Baru", "Wajo Baru", "schooling", "", "Ibu Fitri", 155),
    ("other", "Bengkel Contoh Pak Kadir", "Pa'baeng-Baeng", "work", "Dua orang magang.", "", 90),
    ("other", "Dapur umum Butung", "Butung", "aid", "", "", 300),
]
RETIRED = "Dapur umum Butung"


def add(story):
    office = story.staff["tu"]
    villages = {region.name: region for region in story.people.villages}
    begins = days.at(story.BEGINS, time(10, 15))
    for number, (kind, name, village, offers, about, contact, days_ago) in enumerate(SOURCES, 1):
        # What was asked before the unit worked in the application was typed on its first day.
        at = max(story.ago(days_ago, 10, 15), begins)
        source = Source(
            kind=kind,
            name=name,
            village=villages[village],
            offers=offers.split(),
            about=about,
            contact=contact,
            # Numbers that nobody has.
            phone=f"0411 000 {number:03}",
            checked_on=story.today - timedelta(days=days_ago),
            is_active=name != RETIRED,
            recorded_by=office,
            recorded_at=at,
            # Not of the dice of the story: what is told after this stays as it was.
            send_key=uuid.uuid5(uuid.NAMESPACE_OID, name),
        )
        story.rows[Source].append(source)
        story.note(office, "added", source, at)
