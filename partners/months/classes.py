from rptc.classes import SENT, deleted_with_file

CLASSES = {
    "partners.MonthLink": deleted_with_file(
        k1=f"{SENT} month referrals sent_to token_hash expires_at ended_at",
        k3="partner",
    ),
    "partners.MonthReport": deleted_with_file(
        k1=f"{SENT} referral month answer sha256 channel by_link corrects read_at read_by"
        " undone_at undone_by",
        # Who is on it, as of every photo.
        k2="content",
        k3="said_by undone_why",
        k4="sealed_health sealed_school sealed_home",
    ),
}
