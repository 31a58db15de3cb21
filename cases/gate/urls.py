from django.urls import path

from cases.gate import views as gate
from cases.gate.incidents import views as incidents
from cases.gate.visits import views as visits

urlpatterns = [
    path("visits/", visits.visit_list, name="visit_list"),
    path("visits/register/", visits.visit_register, name="visit_register"),
    path("visits/<int:visit_id>/", visits.visit_detail, name="visit_detail"),
    path("visits/<int:visit_id>/leave/", visits.visit_leave, name="visit_leave"),
    path("visits/unwelcome/", visits.unwelcome_list, name="unwelcome_list"),
    path("visits/unwelcome/add/", visits.unwelcome_add, name="unwelcome_add"),
    path("visits/unwelcome/<int:unwelcome_id>/end/", visits.unwelcome_end, name="unwelcome_end"),
    path("inquiries/", visits.inquiry_list, name="inquiry_list"),
    path("inquiries/register/", visits.inquiry_register, name="inquiry_register"),
    path("inquiries/<int:inquiry_id>/", visits.inquiry_detail, name="inquiry_detail"),
    path("inquiries/<int:inquiry_id>/link/", visits.inquiry_link, name="inquiry_link"),
    path("inquiries/<int:inquiry_id>/close/", visits.inquiry_close, name="inquiry_close"),
    path("gate/month/<int:year>/<int:month>/", gate.gate_month, name="gate_month"),
    path(
        "gate/month/<int:year>/<int:month>/print/",
        gate.gate_month_print,
        name="gate_month_print",
    ),
    path("incidents/", incidents.incident_list, name="incident_list"),
    path("incidents/register/", incidents.incident_register, name="incident_register"),
    path("incidents/<int:incident_id>/", incidents.incident_detail, name="incident_detail"),
    path(
        "incidents/<int:incident_id>/acknowledge/",
        incidents.incident_acknowledge,
        name="incident_acknowledge",
    ),
    path(
        "incidents/<int:incident_id>/follow-up/",
        incidents.incident_follow_up,
        name="incident_follow_up",
    ),
    path(
        "incidents/<int:incident_id>/mediate/",
        incidents.incident_mediate,
        name="incident_mediate",
    ),
]
