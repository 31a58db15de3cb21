from rptc.classes import SENT, Emptied, Keeps, Until

CLASSES = {
    "partners.ProposedMember": Keeps(
        Until.ACCOUNT,
        Emptied.STAYS,
        k1=f"{SENT} partner name position phone member answered_by answered_at why_not",
    ),
    "partners.MemberLeft": Keeps(
        Until.ACCOUNT, Emptied.STAYS, k1=f"{SENT} member known_by known_at"
    ),
}
