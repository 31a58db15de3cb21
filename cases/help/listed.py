from rptc.lists import Column, Listed


def _receipt(row):
    """Of a closed file not even the number: the register says of none what it is about."""
    if row.letter is None:
        return ""
    return row.letter.number if row.tells_receipt else "tertutup"


HELPS = Listed(
    "bantuan",
    "Bantuan",
    asks=["show", "year", "reason", "budget"],
    columns=[
        Column("Diajukan", lambda row, user: row.recorded_at),
        Column("Untuk apa", lambda row, user: str(row.reason), about=True),
        Column("Rupiah", lambda row, user: row.amount),
        Column(
            "Berkas",
            lambda row, user: row.stay.person.file_number if row.is_told else "berkas tertutup",
            names=True,
        ),
        Column("Keadaan", lambda row, user: row.get_state_display()),
        Column("Diberikan", lambda row, user: row.paid_on),
        Column("Mata anggaran", lambda row, user: str(row.budget_line or "")),
        Column("Kuitansi", lambda row, user: _receipt(row)),
    ],
)
