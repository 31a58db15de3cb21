from cases.casework.assessments import views as assessments
from cases.casework.assessments.questions import views as questions
from cases.casework.assessments.risks import views as risks
from cases.casework.assignments import views as assignments
from cases.casework.caseload import views as caseload
from cases.casework.certificates import views as certificates
from cases.casework.conferences import views as conferences
from cases.casework.notes import views as notes
from cases.casework.plans import views as plans
from cases.casework.plans.templates import views as templates
from cases.casework.progress import views as progress
from cases.casework.services import views as services
from cases.casework.services.trainings import views as trainings
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("stays/<int:stay_id>/social-worker/", assignments.stay_assign, "serahkan klien"),
    page(
        "people/<int:person_id>/take-over/", assignments.person_take_over, "minta berkas tertutup"
    ),
    page("caseload/", caseload.caseload_list, "beban kerja"),
    page("certificates/", certificates.certificate_list, NOBODY),
    page("certificates/print/", certificates.certificate_print, NOBODY),
    page("certificates/add/", certificates.certificate_add, NOBODY),
    page("certificates/<int:certificate_id>/edit/", certificates.certificate_edit, NOBODY),
    page("certificates/<int:certificate_id>/end/", certificates.certificate_end, NOBODY),
    page("certificates/<int:certificate_id>/scan/", certificates.certificate_scan, NOBODY),
    page("settings/certificate-kinds/", certificates.certificate_kind_list, NOBODY),
    page(
        "settings/certificate-kinds/<int:certificate_kind_id>/",
        certificates.certificate_kind_edit,
        NOBODY,
    ),
    page("settings/certificate-rules/", certificates.certificate_rule_list, NOBODY),
    page(
        "settings/certificate-rules/<int:certificate_rule_id>/",
        certificates.certificate_rule_edit,
        NOBODY,
    ),
    page("conferences/", conferences.conference_list, "daftar konferensi kasus"),
    page("conferences/<int:conference_id>/", conferences.conference_detail, "konferensi kasus"),
    page("conferences/<int:conference_id>/hold/", conferences.conference_hold, "tulis notula"),
    page("conferences/<int:conference_id>/cancel/", conferences.conference_cancel, "batalkan"),
    page("conferences/<int:conference_id>/print/", conferences.conference_print, "cetak notula"),
    page(
        "conferences/<int:conference_id>/photo/", conferences.conference_photo_add, "tambah foto"
    ),
    page(
        "conferences/<int:conference_id>/invitation/",
        conferences.conference_invitation_letter,
        "undangan konferensi",
    ),
    page(
        "conferences/<int:conference_id>/minutes/",
        conferences.conference_minutes_letter,
        "notula konferensi",
    ),
    page("conferences/<int:conference_id>/letter/write/", conferences.conference_letter_write),
    page("conferences/photos/<int:conference_photo_id>/", conferences.conference_photo, NOBODY),
    page(
        "stays/<int:stay_id>/conferences/plan/",
        conferences.conference_plan,
        "rencanakan konferensi kasus",
    ),
    page("stays/<int:stay_id>/conferences/decline/", conferences.conference_decline),
    page("assignments/", assignments.assignment_list, "klien yang diserahkan"),
    page("assignments/<int:assignment_id>/read/", assignments.assignment_read),
    page("assignments/<int:assignment_id>/decide/", assignments.assignment_decide),
    page("assignments/<int:assignment_id>/acknowledge/", assignments.assignment_acknowledge),
    page("assessments/", assessments.assessment_list, "daftar asesmen"),
    page("assessments/<int:assessment_id>/", assessments.assessment_detail, "asesmen"),
    page("assessments/<int:assessment_id>/print/", assessments.assessment_print, "cetak asesmen"),
    page("stays/<int:stay_id>/assessments/", assessments.stay_assessments, "asesmen"),
    page(
        "stays/<int:stay_id>/assessments/initial/", assessments.assessment_initial, "isi asesmen"
    ),
    page(
        "stays/<int:stay_id>/assessments/comprehensive/",
        assessments.assessment_comprehensive,
        "isi asesmen",
    ),
    page("stays/<int:stay_id>/assessments/final/", assessments.assessment_final, "isi asesmen"),
    page("stays/<int:stay_id>/assessments/answer/", assessments.assessment_answer),
    page("settings/assessment-form/", questions.question_set, NOBODY),
    page("settings/assessment-form/begin/", questions.question_set_begin, NOBODY),
    page("settings/assessment-form/publish/", questions.question_set_publish, NOBODY),
    page("settings/assessment-form/preview/", questions.question_set_preview, NOBODY),
    page("settings/assessment-form/questions/add/", questions.question_add, NOBODY),
    page("settings/assessment-form/questions/<int:question_id>/", questions.question_edit, NOBODY),
    page(
        "settings/assessment-form/questions/<int:question_id>/remove/",
        questions.question_remove,
        NOBODY,
    ),
    page("settings/risk-rule/", risks.risk_rule, NOBODY),
    page("settings/plan-templates/", templates.plan_template_list, NOBODY),
    page("settings/plan-templates/add/", templates.plan_template_add, NOBODY),
    page("settings/plan-templates/<int:plan_template_id>/", templates.plan_template_edit, NOBODY),
    page("plans/", plans.plan_list, "daftar rencana"),
    page("stays/<int:stay_id>/plan/", plans.stay_plan, "rencana"),
    page("stays/<int:stay_id>/plan/write/", plans.plan_write, "tulis rencana"),
    page("stays/<int:stay_id>/guidance/", plans.guidance_write, "pembinaan singkat"),
    page("plans/<int:plan_id>/", plans.plan_detail),
    page("plans/<int:plan_id>/edit/", plans.plan_edit, "ubah rencana"),
    page("plans/<int:plan_id>/submit/", plans.plan_submit),
    page("plans/<int:plan_id>/letter/", plans.plan_letter, "rencana di kertas"),
    page("plans/<int:plan_id>/letter/write/", plans.plan_letter_write),
    page("plans/<int:plan_id>/decide/", plans.plan_decide),
    page(
        "plans/<int:plan_id>/items/<int:item_id>/close/", plans.plan_item_close, "hasil kegiatan"
    ),
    page("sessions/", services.session_list, NOBODY),
    page("sessions/register/", services.session_register, "daftar kegiatan kelompok"),
    page("sessions/attendance/print/", services.session_blank_print, "daftar hadir"),
    page("sessions/week/", services.session_week, NOBODY),
    page("sessions/week/print/", services.session_week_print, NOBODY),
    page("sessions/<int:group_session_id>/", services.session_detail),
    page("sessions/<int:group_session_id>/edit/", services.session_edit, "perbaiki kegiatan"),
    page("sessions/<int:group_session_id>/print/", services.session_attendance_print),
    page("sessions/photos/<int:session_photo_id>/", services.session_photo, NOBODY),
    page("services/planned/", services.service_list, "layanan yang direncanakan"),
    page("services/<int:service_id>/close/", services.service_close, "hasil layanan"),
    page("stays/<int:stay_id>/services/add/", services.service_add, "catat layanan"),
    page("stays/<int:stay_id>/trainings/add/", trainings.training_add, "catat pelatihan"),
    page("trainings/<int:training_id>/", trainings.training_detail),
    page("trainings/<int:training_id>/edit/", trainings.training_edit, "perbaiki pelatihan"),
    page("trainings/<int:training_id>/end/", trainings.training_end, "hasil pelatihan"),
    page("trainings/<int:training_id>/kit/", trainings.training_kit, "perlengkapan"),
    page("trainings/<int:training_id>/income/", trainings.training_income, "penghasilan"),
    page(
        "trainings/<int:training_id>/receipt/",
        trainings.training_receipt_letter,
        "tanda terima perlengkapan",
    ),
    page("trainings/<int:training_id>/receipt/write/", trainings.training_receipt_write),
    page("stays/<int:stay_id>/week/", services.stay_week, "pekan klien"),
    page("stays/<int:stay_id>/week/print/", services.stay_week_print),
    page("settings/service-kinds/", services.service_kind_list, NOBODY),
    page("settings/service-kinds/<int:service_kind_id>/", services.service_kind_edit, NOBODY),
    page("stays/<int:stay_id>/notes/", notes.stay_notes, "catatan"),
    page("stays/<int:stay_id>/notes/write/", notes.note_write, "tulis catatan"),
    # What is typed there says nothing yet: no line tells of it.
    page("stays/<int:stay_id>/notes/draft/", notes.note_draft_keep, NOBODY),
    page("stays/<int:stay_id>/notes/draft/drop/", notes.note_draft_drop, NOBODY),
    page("notes/<int:note_id>/correct/", notes.note_correct, "perbaiki catatan"),
    page("progress/", progress.progress_report_list, "laporan perkembangan pekan ini"),
    page(
        "stays/<int:stay_id>/progress/write/",
        progress.progress_report_write,
        "isi laporan perkembangan",
    ),
    page(
        "stays/<int:stay_id>/progress/print/",
        progress.progress_report_print,
        "laporan perkembangan",
    ),
]
