from rptc.lists import Column, Listed

# To be on this list is a matter of health: no number of a file stands in it.
HOSPITAL_BILLS = Listed(
    "tagihan-rumah-sakit",
    "Tagihan rumah sakit",
    asks=["show", "year"],
    columns=[
        Column("Tanggal", lambda bill, user: bill.on),
        # A hospital can say what somebody has.
        Column("Rumah sakit", lambda bill, user: str(bill.hospital_stay.hospital), about=True),
        Column("Rupiah", lambda bill, user: bill.amount),
        Column("Penanggung", lambda bill, user: bill.get_payer_display()),
        Column("Kuitansi", lambda bill, user: bill.receipt, names=True),
        Column("Terutang, hari", lambda bill, user: bill.days_owed if bill.is_owed else None),
    ],
)
