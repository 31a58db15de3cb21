"""The floors alone: the bare application, whose memory is compared."""

from django.urls import path

from tests.bench import floors

urlpatterns = [
    path("floor/page/<int:person_id>/", floors.page),
    path("floor/search/", floors.search),
    path("floor/list/", floors.rows),
    path("floor/recap/<int:year>/", floors.recap),
    path("floor/insert/", floors.insert),
]
