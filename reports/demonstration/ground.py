"""What the unit works with: letterhead, signatory, hot spots, teams, vehicles, order letters."""

from datetime import date, time, timedelta

from cases.house.evening.models import ImportantNumber
from cases.patrols.devices.models import Device, fingerprint
from cases.patrols.models import OrderLetter, Team, Vehicle
from cases.places.models import HotSpot, Region
from cases.stays.models import StayRule
from reports.demonstration import partners
from reports.demonstration.pictures import emblem
from rptc import days
from rptc.letters.models import Emblem, Signatory, Unit

# Public places, with the kelurahan in which they lie, and how often somebody is met there.
HOT_SPOTS = [
    ("Fly Over Urip Sumoharjo", "Karuwisi Utara", 10),
    ("Simpang Adhyaksa", "Masale", 10),
    ("Jl. Boulevard", "Masale", 7),
    ("Jl. Abdullah Daeng Sirua", "Tamamaung", 6),
    ("Pantai Losari", "Losari", 9),
    ("Benteng Rotterdam", "Bulogading", 3),
    ("MTC Karebosi", "Pattunuang", 8),
    ("Pasar Sentral", "Ende", 6),
    ("Pasar Terong", "Wajo Baru", 6),
    ("Jl. Nusantara", "Butung", 7),
    ("Pasar Pa'baeng-baeng", "Pa'baeng-Baeng", 4),
    ("Simpang Alauddin", "Gunung Sari", 6),
    ("Jl. Veteran Selatan", "Maricaya Selatan", 4),
    ("Jl. Hertasning", "Tidung", 4),
    ("Jl. Metro Tanjung Bunga", "Maccini Sombala", 3),
    ("Simpang BTP", "Buntusu", 4),
    ("Pintu 1 Unhas", "Tamalanrea Indah", 3),
    ("Terminal Daya", "Daya", 5),
]
# Rounds that the teams drive: the hot spots by their place in the list above.
# By their place in the list of hot spots.
ROUTES = [[1, 2, 3], [0, 6, 7], [4, 5, 9], [8, 12, 10], [11, 13, 14], [17, 15, 16]]
VEHICLES = [
    ("DD 1184 AX", "mobil patroli"),
    ("DD 8207 RT", "truk dalmas"),
    ("DD 1562 AX", "minibus"),
]
# The patrols' phones, and how many days ago each was registered; the last one was lost.
PHONES = [("Ponsel Regu 1", 60), ("Ponsel Regu 2", 60), ("Ponsel cadangan", 200)]
MONTHS = "I II III IV V VI VII VIII IX X XI XII".split()


def add(story):
    unit = Unit.current()
    unit.address = "Barombong, Kecamatan Tamalate, Kota Makassar"
    unit.postal_code, unit.phone = "90225", "(0411) 000000"
    unit.capacity, unit.is_demo = 100, True
    unit.save()
    ImportantNumber.objects.create(name="UPTD PPA (contoh)", number="0411 555 200")
    ImportantNumber.objects.create(name="Polsek Panakkukang (contoh)", number="0411 555 210")
    ImportantNumber.objects.create(name="Pos piket RPTC (contoh)", number="0411 555 220")
    StayRule.objects.update(legal_basis="SOP RPTC (contoh)")
    head = story.staff["kepala"]
    story.add(
        Signatory(
            name=head.full_name, rank="Pembina, IV/a", nip=head.nip, starts_on=date(2020, 1, 1)
        )
    )
    picture = emblem()
    story.add(
        Emblem(
            content=picture.content,
            sha256=picture.sha256,
            recorded_by=head,
            recorded_at=days.at(story.BEGINS, time(9)),
        )
    )
    villages = {
        region.name: region
        for region in Region.objects.of_makassar().filter(level=Region.Level.VILLAGE)
    }
    story.spots = [
        story.add(HotSpot(name=name, village=villages[village])) for name, village, _ in HOT_SPOTS
    ]
    story.spot_weights = [weight for _, _, weight in HOT_SPOTS]
    routes = [[story.spots[place] for place in places] for places in ROUTES]
    story.routes = {", ".join(spot.name for spot in spots): spots for spots in routes}
    story.teams = [story.add(Team(name=f"Regu {number}")) for number in (1, 2, 3)]
    story.vehicles = [story.add(Vehicle(plate=plate, name=name)) for plate, name in VEHICLES]
    _add_phones(story)
    partners.add(story)
    story.orders = {first: _order(story, first) for first in _months(story)}


def _add_phones(story):
    """No browser holds their cookies: a demonstration registers a phone of its own."""
    head = story.staff["kepala"]
    for name, registered in PHONES:
        at = story.ago(registered, 10, 20)
        phone = Device(
            name=name,
            token_hash=fingerprint("token", f"contoh {name}"),
            registered_by=head,
            registered_at=at,
            seen_at=at + timedelta(minutes=5),
        )
        story.note(head, "registered", story.add(phone), at)
    phone.locked_by, phone.locked_at = head, story.ago(registered - 40, 8, 5)
    story.note(head, "locked_device", phone, phone.locked_at)


def _months(story):
    first = story.BEGINS.replace(day=1)
    while first <= story.today:
        yield first
        first = days.add_months(first, 1)


def _order(story, first):
    """One order letter covers a month; it is signed on the day before."""
    issued_on = first - timedelta(days=1)
    return story.add(
        OrderLetter(
            number=f"094/{100 + first.month * 7}/Rehsos/{MONTHS[first.month - 1]}/{first.year}",
            issued_on=issued_on,
            valid_from=first,
            valid_until=days.add_months(first, 1) - timedelta(days=1),
            recorded_by=story.staff["tu"],
            recorded_at=days.at(issued_on, time(10, 15)),
        )
    )
