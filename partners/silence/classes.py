from rptc.classes import SENT, deleted_with_file

CLASSES = {
    "partners.Reminder": deleted_with_file(
        k1=f"{SENT} referral says then due_at",
        k3="words said_by",
    ),
}
