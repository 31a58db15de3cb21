from rptc.classes import DECIDED, Emptied, Keeps, Until

CLASSES = {
    "resets.Reset": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{DECIDED} user reason state by_code given_at decision_note",
    ),
}
