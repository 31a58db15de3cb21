from cases.law.matters import views as matters
from cases.law.placements import views as placements
from cases.law.reports import views as reports
from rptc.addresses import NOBODY, page

REPORT = "law/reports/<int:violence_report_id>/"
PLACEMENT = "law/placements/<int:placement_id>/"
MATTER = "law/matters/<int:legal_matter_id>/"
HEARING = "law/hearings/<int:hearing_id>/"

urlpatterns = [
    page("law/reports/", reports.violence_report_list, "laporan kekerasan"),
    page("law/reports/write/", reports.violence_report_write, "lapor kekerasan"),
    page("law/reports/figures/", reports.violence_report_figures, "laporan dalam batas waktu"),
    page(REPORT, reports.violence_report_detail),
    page(f"{REPORT}correct/", reports.violence_report_correct, "perbaiki"),
    page(f"{REPORT}acknowledge/", reports.violence_report_acknowledge, "nyatakan diketahui"),
    page(f"{REPORT}join/", reports.violence_report_join, "pilih berkas"),
    page(f"{REPORT}<str:side>/", reports.violence_report_tell, "catat laporan ke kantor"),
    page(f"{REPORT}<str:side>/letter/", reports.violence_report_letter, "surat laporan"),
    page(f"{REPORT}<str:side>/letter/write/", reports.violence_report_letter_write),
    page("people/<int:person_id>/matter/", matters.legal_matter_write, "catat perkara"),
    page(MATTER, matters.legal_matter_detail),
    page(f"{MATTER}edit/", matters.legal_matter_edit, "ubah"),
    page(f"{MATTER}note/", matters.legal_matter_note, "tulis catatan"),
    page(f"{MATTER}hearing/", matters.hearing_add, "catat jadwal"),
    page("law/hearings/", matters.hearing_list, "jadwal perkara"),
    page(f"{HEARING}edit/", matters.hearing_edit, "ubah"),
    page(f"{HEARING}result/", matters.hearing_result, "catat hasil"),
    page(f"{HEARING}cancel/", matters.hearing_cancel, "batalkan"),
    page("law/placements/", placements.placement_list, "titipan penegak hukum"),
    page(PLACEMENT, placements.placement_detail),
    page(f"{PLACEMENT}renew/", placements.placement_renew, "catat surat baru"),
    page(f"{PLACEMENT}edit/", placements.placement_edit, "ubah"),
    page(f"{PLACEMENT}scan/add/", placements.placement_scan_add, "lampirkan surat"),
    page(f"{PLACEMENT}scan/", placements.placement_scan, NOBODY),
    page(
        "stays/<int:stay_id>/placement/",
        placements.placement_register,
        "catat titipan penegak hukum",
    ),
    page("settings/placement-limits/", placements.placement_limit_list, NOBODY),
    page(
        "settings/placement-limits/<int:placement_limit_id>/",
        placements.placement_limit_edit,
        NOBODY,
    ),
    page("settings/report-rules/", reports.report_rule_list, NOBODY),
    page("settings/report-rules/<int:report_rule_id>/", reports.report_rule_edit, NOBODY),
    page("settings/report-offices/", reports.report_office_list, NOBODY),
    page("settings/report-offices/<int:report_office_id>/", reports.report_office_edit, NOBODY),
]
