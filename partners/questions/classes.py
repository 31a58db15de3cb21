from rptc.classes import SENT, deleted_with_file

CLASSES = {
    # That a health partner was asked may be health data by itself.
    "partners.PlaceQuestion": deleted_with_file(
        k1=f"{SENT} closed_at closed_by",
        k2="stay from_on",
        k3="needs words sentence closed_why",
    ),
    "partners.AskedPartner": deleted_with_file(
        k1=f"{SENT} question state was_fit sent_at sent_to answer_due_at token_hash expires_at"
        " read_at read_by",
        k3="partner",
    ),
    "partners.PlaceAnswer": deleted_with_file(
        k1=f"{SENT} asked says from_on channel said_at undone_at undone_by",
        k3="reason said_by undone_why",
    ),
}
