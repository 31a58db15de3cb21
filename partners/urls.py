"""The addresses of each room stand in its own urls.py."""

from django.urls import include, path

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

urlpatterns = [path("", include(f"partners.{room}.urls")) for room in ROOMS]
