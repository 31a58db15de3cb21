from cases.health.findings import views as findings
from cases.health.medicines import views as medicines
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("stays/<int:stay_id>/findings/write/", findings.finding_write, "catat pemeriksaan"),
    page("people/<int:person_id>/findings/", findings.person_findings, "pemeriksaan"),
    page("findings/<int:finding_id>/correct/", findings.finding_correct, "perbaiki pemeriksaan"),
    page("people/<int:person_id>/allergies/add/", findings.allergy_add, "catat alergi"),
    page("allergies/<int:allergy_id>/edit/", findings.allergy_edit, "ubah alergi"),
    page("allergies/<int:allergy_id>/end/", findings.allergy_end, "akhiri alergi"),
    page("stays/<int:stay_id>/medicines/write/", medicines.medicine_write, "catat obat"),
    page("medicines/round/", medicines.medicine_round, "putaran obat"),
    page("medicines/round/print/", medicines.medicine_round_print, "putaran obat"),
    page("medicines/<int:medicine_id>/", medicines.medicine_detail, "obat"),
    page("medicines/<int:medicine_id>/edit/", medicines.medicine_edit, "ubah obat"),
    page("medicines/<int:medicine_id>/end/", medicines.medicine_end, "hentikan obat"),
    page("medicines/<int:medicine_id>/give/", medicines.medicine_give, "catat pemberian obat"),
    page("medicines/doses/<int:dose_id>/edit/", medicines.dose_edit, "perbaiki pemberian obat"),
    page("settings/fasting/", medicines.fasting_period_list, NOBODY),
    page("settings/fasting/<int:fasting_period_id>/", medicines.fasting_period_edit, NOBODY),
]
