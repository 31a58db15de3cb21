from partners.sources.forms import SourceFilter
from rptc.lists import Column, Listed

SOURCES = Listed(
    "sumber",
    "Sumber (PSKS)",
    asks=[*SourceFilter.base_filters],
    columns=[
        Column("Sumber", lambda source, user: source.name),
        Column("Jenis", lambda source, user: source.get_kind_display()),
        Column("Kelurahan", lambda source, user: str(source.village)),
        Column("Kecamatan", lambda source, user: str(source.village.parent)),
        Column("Bantuan", lambda source, user: source.get_offers_display()),
        Column("Narahubung", lambda source, user: source.contact, names=True),
        Column("Telepon", lambda source, user: source.phone, names=True),
        Column("Diperiksa", lambda source, user: source.checked_on),
    ],
)
