from cases.casework.assignments import views as assignments
from cases.casework.notes import views as notes
from cases.casework.plans import views as plans
from cases.casework.progress import views as progress
from rptc.addresses import page

urlpatterns = [
    page("stays/<int:stay_id>/social-worker/", assignments.stay_assign, "serahkan klien"),
    page(
        "people/<int:person_id>/take-over/", assignments.person_take_over, "minta berkas tertutup"
    ),
    page("assignments/", assignments.assignment_list, "klien yang diserahkan"),
    page("assignments/<int:assignment_id>/read/", assignments.assignment_read),
    page("assignments/<int:assignment_id>/decide/", assignments.assignment_decide),
    page("assignments/<int:assignment_id>/acknowledge/", assignments.assignment_acknowledge),
    page("plans/", plans.plan_list, "daftar rencana"),
    page("stays/<int:stay_id>/plan/", plans.stay_plan, "rencana"),
    page("stays/<int:stay_id>/plan/write/", plans.plan_write, "tulis rencana"),
    page("plans/<int:plan_id>/", plans.plan_detail),
    page("plans/<int:plan_id>/edit/", plans.plan_edit, "ubah rencana"),
    page("plans/<int:plan_id>/submit/", plans.plan_submit),
    page("plans/<int:plan_id>/decide/", plans.plan_decide),
    page(
        "plans/<int:plan_id>/items/<int:item_id>/close/", plans.plan_item_close, "hasil kegiatan"
    ),
    page("stays/<int:stay_id>/notes/", notes.stay_notes, "catatan"),
    page("stays/<int:stay_id>/notes/write/", notes.note_write, "tulis catatan"),
    page("notes/<int:note_id>/correct/", notes.note_correct, "perbaiki catatan"),
    page("progress/", progress.progress_report_list, "laporan perkembangan minggu ini"),
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
