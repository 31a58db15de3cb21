"""Who reads mail: the addresses lead nowhere. The house wants alerts alone."""

from rptc import days
from rptc.mail.actions import choose_mail
from rptc.mail.models import MailChoice

# account, digest in the morning, urgent alerts
CHOSEN = [
    ("kepala", True, True),
    ("peksos", True, True),
    ("piket", False, True),
    ("mitra.sahabatyatim", True, True),
]


def add(story):
    for username, digest, alerts in CHOSEN:
        choice = MailChoice(
            address=f"{username}@rptc.example", morning_digest=digest, urgent_alerts=alerts
        )
        with days.told_at(story.ago(6, 8)):
            choose_mail(choice, by=story.staff[username])
