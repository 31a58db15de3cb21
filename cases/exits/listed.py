from rptc.lists import Column, Listed, part_of

# Whither somebody goes stands on the page of the exit, for whom it is told there.
EXITS = Listed(
    "terminasi",
    "Terminasi berjalan",
    asks=["show"],
    columns=[
        Column("Klien", lambda exit, user: str(exit.stay.person), names=True),
        Column("Cara", lambda exit, user: str(exit.kind), about=True),
        Column("Diajukan oleh", lambda exit, user: str(exit.recorded_by)),
        Column("Diajukan pada", lambda exit, user: exit.recorded_at),
        Column("Keadaan", lambda exit, user: part_of("cases/exits/_exit_status.html", exit=exit)),
    ],
)
