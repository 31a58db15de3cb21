from rptc.lists import Column, Listed

SILENT = Listed(
    "rujukan-belum-dijawab",
    "Rujukan belum dijawab",
    asks=["show"],
    columns=[
        Column("Klien", lambda referral, user: str(referral.person), names=True),
        Column("Mitra", lambda referral, user: str(referral.partner), about=True),
        Column("Dikirim", lambda referral, user: referral.sent_at),
        Column("Batas", lambda referral, user: referral.next_at),
        Column("Yang perlu", lambda referral, user: str(referral.step.label)),
    ],
)
