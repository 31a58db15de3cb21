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
