from cases.gate.incidents.forms import IncidentFilter
from cases.templatetags.gate import incident_status
from rptc.lists import Column, Listed, words_of

INCIDENTS = Listed(
    "insiden",
    "Insiden",
    asks=[*IncidentFilter.base_filters],
    columns=[
        Column("Nomor", lambda incident, user: incident.number),
        Column("Insiden", lambda incident, user: incident.get_kind_display(), about=True),
        Column("Terjadi", lambda incident, user: incident.happened_at),
        Column("Tempat", lambda incident, user: incident.place, names=True),
        Column("Berapa orang", lambda incident, user: len(incident.parts)),
        Column(
            "Orang",
            lambda incident, user: ", ".join(str(part.name) for part in incident.parts),
            names=True,
        ),
        Column("Tingkat", lambda incident, user: incident.get_severity_display()),
        Column("Keadaan", lambda incident, user: words_of(incident_status(incident))),
    ],
)
