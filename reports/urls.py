"""The addresses of each room stand in its own urls.py."""

from django.urls import include, path

app_name = "reports"

ROOMS = ["desk", "quality", "calendar", "figures"]

urlpatterns = [path("", include(f"reports.{room}.urls")) for room in ROOMS]
