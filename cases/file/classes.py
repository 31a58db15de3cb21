from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until, blanked_with_file, deleted_with_file

CLASSES = {
    "cases.LegalBasis": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id purpose text basis valid_from",
    ),
    "cases.Consent": deleted_with_file(
        k1=f"{SENT} language explained legal_basis stand_in",
        k2="stay asked_at given_by interpreter",
        k3="purpose answer guardian relation child_says sealed_recipient sealed_said",
    ),
    # That it is there says that no closed partner is named; that it is not, nothing.
    "cases.FoundOpen": deleted_with_file(k1="id", k2="consent"),
    "cases.StandIn": blanked_with_file(
        k1=f"{DECIDED} state ended_at ended_by",
        k2="stay",
        k3="ground sealed_reason decision_note sealed_end_reason",
        stays="stay ground",
    ),
    "cases.ConsentWithdrawal": deleted_with_file(
        k1=SENT,
        k2="consent withdrawn_at said_by",
    ),
}
