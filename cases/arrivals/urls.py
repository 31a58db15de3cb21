from django.urls import path

from cases.arrivals import views as arrivals
from cases.arrivals.receptions import views as receptions

urlpatterns = [
    path("stays/arrivals/", arrivals.stay_arrivals, name="stay_arrivals"),
    path("stays/arrivals/tonight/", receptions.reception_tonight, name="reception_tonight"),
    path(
        "receptions/<int:reception_id>/letter/",
        receptions.reception_letter,
        name="reception_letter",
    ),
]
