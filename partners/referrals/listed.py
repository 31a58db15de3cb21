from partners.referrals.filters import ReferralFilter
from rptc import days
from rptc.lists import Column, Listed


def if_told(read, else_=""):
    """Of a referral whose destination is not this reader's: its state and day, nothing else."""
    return lambda referral, user: read(referral) if referral.is_told else else_


REFERRALS = Listed(
    "rujukan",
    "Rujukan",
    asks=[*ReferralFilter.base_filters],
    columns=[
        Column("Tanggal", lambda referral, user: days.day_of(referral.recorded_at)),
        Column("Berkas", if_told(lambda referral: referral.person.file_number), names=True),
        Column("Nama", if_told(lambda referral: str(referral.person)), names=True),
        Column(
            "Mitra", if_told(lambda referral: str(referral.partner), "tujuan tertutup"), about=True
        ),
        Column("Keadaan", lambda referral, user: referral.get_state_display()),
    ],
)
