"""Finds the region that a register's words mean: "Rappocini", "Kab. Jeneponto", "Uj. Pandang"."""

import re

from cases.places.models import Region

Level = Region.Level


def plain(text: str) -> str:
    """Lower case without signs: "Kab. Gowa" and "KAB GOWA" are the same words."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def region_finder():
    """find(text) -> Region or None, with all regions read once.

    Makassar's own places come first, then kabupaten and kota, then the rest of Sulawesi Selatan,
    then provinces. A word that means two places of the same rank means none.
    """
    regions = list(Region.objects.all())
    ranks = [
        [r for r in regions if r.level == Level.DISTRICT and r.is_in_makassar],
        [r for r in regions if r.level == Level.REGENCY],
        [r for r in regions if r.level == Level.VILLAGE],
        [r for r in regions if r.level == Level.DISTRICT and not r.is_in_makassar],
        [r for r in regions if r.level == Level.PROVINCE],
    ]
    tables = [_table(rank) for rank in ranks]

    def find(text):
        words = plain(re.sub(r"\b(kec|kecamatan|kel|kelurahan)\b\.?", " ", text.casefold()))
        for table in tables:
            if words in table:
                return table[words]
        return None

    return find


# "Kel. Tallo", "kecamatan Tallo", "Tallo".
SAID = re.compile(r"(?:(kel|kec)(?:urahan|amatan)?(?:\.\s*|\s+))?(.+)")
# The city, unless it says that the kecamatan is meant.
ALSO_THE_CITY = {"makassar", "ujung pandang"}


def named_in(address: str) -> tuple[set[str], set[str]]:
    """What an address may name of Makassar: (kelurahan, kecamatan), in lower case. Each stands by
    itself between commas: "Jl. Baru 5, Kel. Tallo, Kec. Tallo" names no kelurahan Baru."""
    villages, districts = set(), set()
    for part in re.split(r"[,;\n]", address.casefold()):
        said = SAID.fullmatch(" ".join(part.split()))
        sort, name = said.groups() if said else ("", "")
        if name and (sort or name not in ALSO_THE_CITY):
            villages |= {name} if sort != "kec" else set()
            districts |= {name} if sort != "kel" else set()
    return villages, districts


def _table(regions):
    table, doubtful = {}, set()
    for region in regions:
        for name in {plain(name) for name in _names(region)}:
            if name in table and table[name] != region:
                doubtful.add(name)
            table[name] = region
    return {name: region for name, region in table.items() if name not in doubtful}


def _names(region):
    yield from (region.name, *region.aliases)
    if region.level == Level.REGENCY:
        short = region.name.removeprefix("Kabupaten ").removeprefix("Kota ")
        yield short
        yield f"{'Kota' if region.name.startswith('Kota ') else 'Kab'} {short}"
        yield f"{'Kota' if region.name.startswith('Kota ') else 'Kabupaten'} {short}"
