"""The application, and the floors beside it: one process serves both."""

from django.urls import include, path

urlpatterns = [
    path("", include("tests.bench.floor_urls")),
    path("", include("rptc.urls")),
]
