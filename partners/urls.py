"""The addresses of each room stand in its own urls.py."""

from rptc.addresses import by_first_word

app_name = "partners"

ROOMS = [
    "directory",
    "members",
    "phones",
    "sources",
    "agreements",
    "meetings",
    "referrals",
    "contributions",
    "earlier",
    "questions",
    "silence",
    "incidents",
    "months",
    "portal",
]

urlpatterns = by_first_word(*(f"partners.{room}.urls" for room in ROOMS))
