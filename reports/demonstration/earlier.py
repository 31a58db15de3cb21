"""The register of letters of the last year before the application: a dozen referrals, of which
the book says more or less. Those to a closed partner were typed by a social worker."""

import uuid
from datetime import date, time, timedelta

from partners.earlier.models import EarlierReferral
from rptc import days

YEAR = 2024
YES, NO = "yes", "no"
TAKEN, NOT_TAKEN = "accepted", "declined"
# Partner, month and day, sex, age, class, basis, answer, arrived, days until word, stayed.
LINES = [
    ("Sahabat Yatim", (1, 15), "L", 11, "anjal", YES, TAKEN, YES, 6, YES),
    ("Sahabat Yatim", (2, 20), "P", 9, "anjal", YES, TAKEN, YES, 9, YES),
    ("Sahabat Yatim", (3, 4), "L", 14, "anjal", YES, NOT_TAKEN, "", 12, ""),
    ("Sahabat Yatim", (5, 13), "P", 12, "anjal", YES, TAKEN, YES, 4, NO),
    ("Sahabat Yatim", (8, 26), "L", None, "anjal", YES, TAKEN, "", 41, ""),
    ("Sentra Wirajaya", (2, 6), "L", 67, "lansia", NO, TAKEN, YES, 15, YES),
    ("Sentra Wirajaya", (4, 22), "P", 71, "lansia", NO, TAKEN, YES, 20, YES),
    ("Sentra Wirajaya", (6, 10), "L", None, "orang-terlantar", "", "", "", None, ""),
    ("Sentra Wirajaya", (9, 17), "P", 45, "orang-terlantar", YES, NOT_TAKEN, "", 33, ""),
    ("Sentra Wirajaya", (11, 5), "", None, "", YES, TAKEN, NO, 8, ""),
    ("Sentra Wirajaya", (12, 31), "L", 58, "orang-terlantar", YES, TAKEN, YES, 21, YES),
    ("YPKDS", (7, 8), "", None, "", NO, TAKEN, YES, 10, YES),
    ("YPKDS", (10, 21), "", None, "", "", "", "", None, ""),
    ("Sahabat Yatim", (12, 2), "L", 13, "anjal", YES, TAKEN, YES, 5, YES),
]
# Of these letters one turned out to be another's.
STRUCK = {len(LINES): "Surat keterangan, bukan surat rujukan."}


def add(story):
    begins = days.at(story.BEGINS + timedelta(days=6), time(10, 40))
    for number, line in enumerate(LINES, 1):
        name, (month, day), sex, age, group, basis, answer, arrived, later, stayed = line
        partner, dated_on = story.partners[name], date(YEAR, month, day)
        at = begins + number * timedelta(minutes=4)
        row = EarlierReferral(
            partner=partner,
            number=f"460/{100 + 31 * number}/RPTC/{YEAR}",
            dated_on=dated_on,
            sex=sex,
            age_years=age,
            classification=story.people.classes.get(group),
            basis=basis,
            answer=answer,
            arrived=arrived,
            word=YES if later else "",
            word_on=dated_on + timedelta(days=later) if later else None,
            stayed=stayed,
            is_struck=number in STRUCK,
            strike_reason=STRUCK.get(number, ""),
            recorded_by=story.staff["peksos" if partner.closes_destination else "tu"],
            recorded_at=at,
            # Not of the dice of the story: what is told after this stays as it was.
            send_key=uuid.uuid5(uuid.NAMESPACE_OID, f"buku agenda {number}"),
        )
        story.rows[EarlierReferral].append(row)
        story.note(row.recorded_by, "registered", row, at)
