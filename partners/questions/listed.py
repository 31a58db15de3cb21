from rptc.lists import Column, Listed, part_of

QUESTIONS = Listed(
    "tanya-tempat",
    "Tanya tempat",
    asks=["show"],
    columns=[
        Column("Klien", lambda each, user: str(each.question.stay.person), names=True),
        Column("Mitra", lambda each, user: str(each.partner), about=True),
        Column("Ditanya", lambda each, user: each.sent_at),
        Column(
            "Keadaan",
            lambda each, user: part_of("partners/questions/_asked_status.html", each=each),
        ),
    ],
)
