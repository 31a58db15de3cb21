"""The addresses of each room stand in its own urls.py."""

from rptc.addresses import by_first_word

app_name = "cases"

ROOMS = [
    *"places patrols people intakes stays file gate house exits".split(),
    *"health law papers help arrivals casework aftercare voice".split(),
]

urlpatterns = by_first_word(*(f"cases.{room}.urls" for room in ROOMS))
