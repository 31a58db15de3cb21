from cases.health.findings import views as findings
from cases.health.hospital import views as hospital
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
    page("hospital/", hospital.hospital_list, "di rumah sakit"),
    page("hospital/bills/", hospital.hospital_bills, "tagihan rumah sakit"),
    page("hospital/bills/<int:hospital_bill_id>/pay/", hospital.hospital_pay, "catat lunas"),
    page("hospital/<int:hospital_stay_id>/", hospital.hospital_detail),
    page("hospital/<int:hospital_stay_id>/edit/", hospital.hospital_edit, "ubah"),
    page("hospital/<int:hospital_stay_id>/guard/", hospital.hospital_guard, "catat penjaga"),
    page("hospital/<int:hospital_stay_id>/news/", hospital.hospital_news, "catat kabar"),
    page("hospital/<int:hospital_stay_id>/bill/", hospital.hospital_bill, "catat tagihan"),
    page("hospital/<int:hospital_stay_id>/end/", hospital.hospital_end, "catat selesai"),
    page("hospital/<int:hospital_stay_id>/letter/", hospital.hospital_letter, "surat jaminan"),
    page("hospital/<int:hospital_stay_id>/letter/write/", hospital.hospital_letter_write),
    page(
        "hospital/<int:hospital_stay_id>/summary/",
        hospital.hospital_summary_print,
        "ringkasan untuk rumah sakit",
    ),
    page("stays/<int:stay_id>/hospital/", hospital.hospital_register, "catat di rumah sakit"),
    page("stays/<int:stay_id>/hospital/taken/", hospital.hospital_taken, "dibawa ke rumah sakit"),
    page("settings/hospitals/", hospital.hospital_place_list, NOBODY),
    page("settings/hospitals/<int:hospital_id>/", hospital.hospital_place_edit, NOBODY),
    page("settings/fasting/", medicines.fasting_period_list, NOBODY),
    page("settings/fasting/<int:fasting_period_id>/", medicines.fasting_period_edit, NOBODY),
]
