"""The addresses of each room stand in its own urls.py."""

from rptc.addresses import by_first_word

app_name = "reports"

ROOMS = ["desk", "quality", "calendar", "figures"]

urlpatterns = by_first_word(*(f"reports.{room}.urls" for room in ROOMS))
