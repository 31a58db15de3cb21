from cases.gate import views as gate
from cases.gate.incidents import views as incidents
from cases.gate.refusals import views as refusals
from cases.gate.visits import views as visits
from rptc.addresses import page

urlpatterns = [
    page("visits/", visits.visit_list),
    page("visits/register/", visits.visit_register),
    page("visits/<int:visit_id>/", visits.visit_detail),
    page("visits/<int:visit_id>/leave/", visits.visit_leave),
    page("visits/unwelcome/", visits.unwelcome_list),
    page("visits/unwelcome/add/", visits.unwelcome_add),
    page("visits/unwelcome/<int:unwelcome_id>/end/", visits.unwelcome_end),
    page("refusals/", refusals.refusal_list),
    page("refusals/<int:refusal_id>/acknowledge/", refusals.refusal_acknowledge),
    page("inquiries/", visits.inquiry_list),
    page("inquiries/register/", visits.inquiry_register),
    page("inquiries/<int:inquiry_id>/", visits.inquiry_detail),
    page("inquiries/<int:inquiry_id>/link/", visits.inquiry_link),
    page("inquiries/<int:inquiry_id>/close/", visits.inquiry_close),
    page("gate/month/<int:year>/<int:month>/", gate.gate_month),
    page("gate/month/<int:year>/<int:month>/print/", gate.gate_month_print),
    page("incidents/", incidents.incident_list),
    page("incidents/register/", incidents.incident_register),
    page("incidents/<int:incident_id>/", incidents.incident_detail),
    page("incidents/<int:incident_id>/acknowledge/", incidents.incident_acknowledge),
    page("incidents/<int:incident_id>/follow-up/", incidents.incident_follow_up),
    page("incidents/<int:incident_id>/mediate/", incidents.incident_mediate),
]
