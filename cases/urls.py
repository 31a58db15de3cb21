"""The addresses of each room stand in its own urls.py."""

from django.urls import include, path

app_name = "cases"

ROOMS = [
    *"places patrols people intakes stays file gate house exits".split(),
    *"health law papers help arrivals casework aftercare voice".split(),
]

urlpatterns = [path("", include(f"cases.{room}.urls")) for room in ROOMS]
