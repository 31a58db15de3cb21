from cases.gate import views as gate
from cases.gate.incidents import views as incidents
from cases.gate.refusals import views as refusals
from cases.gate.somebody_else import views as somebody_else
from cases.gate.visits import views as visits
from rptc.addresses import page

urlpatterns = [
    page("visits/", visits.visit_list, "daftar kunjungan"),
    page("visits/register/", visits.visit_register, "formulir kunjungan"),
    page("visits/<int:visit_id>/", visits.visit_detail),
    page("visits/<int:visit_id>/leave/", visits.visit_leave),
    page("visits/<int:visit_id>/deny/", visits.visit_deny),
    page("visits/unwelcome/", visits.unwelcome_list, "daftar larangan berkunjung"),
    page("visits/unwelcome/add/", visits.unwelcome_add, "larangan berkunjung"),
    page("visits/unwelcome/<int:unwelcome_id>/end/", visits.unwelcome_end, "akhiri larangan"),
    page("refusals/", refusals.refusal_list, "daftar penolakan di pintu"),
    page("refusals/<int:refusal_id>/acknowledge/", refusals.refusal_acknowledge),
    page(
        "refusals/<int:refusal_id>/somebody-else/",
        somebody_else.refusal_somebody_else,
        "mengapa orang lain",
    ),
    page(
        "somebody-else/<int:somebody_else_id>/acknowledge/",
        somebody_else.somebody_else_acknowledge,
    ),
    page("inquiries/", visits.inquiry_list, "daftar orang yang mencari"),
    page("inquiries/register/", visits.inquiry_register, "formulir orang yang mencari"),
    page("inquiries/<int:inquiry_id>/", visits.inquiry_detail),
    page("inquiries/<int:inquiry_id>/link/", visits.inquiry_link),
    page("inquiries/<int:inquiry_id>/close/", visits.inquiry_close, "jawab"),
    page("gate/month/<int:year>/<int:month>/", gate.gate_month, "bulan di RPTC"),
    page("gate/month/<int:year>/<int:month>/print/", gate.gate_month_print, "bulan di RPTC"),
    page("incidents/", incidents.incident_list, "daftar insiden"),
    page("incidents/register/", incidents.incident_register, "formulir insiden"),
    page("incidents/<int:incident_id>/", incidents.incident_detail),
    page(
        "incidents/<int:incident_id>/acknowledge/",
        incidents.incident_acknowledge,
        "nyatakan diketahui",
    ),
    page("incidents/<int:incident_id>/follow-up/", incidents.incident_follow_up, "tindak lanjut"),
    page("incidents/<int:incident_id>/mediate/", incidents.incident_mediate, "mediasi"),
]
