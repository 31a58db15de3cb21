from cases.intakes import views as intakes
from cases.intakes.contests import views as contests
from cases.intakes.corrections import views as corrections
from cases.intakes.register import views as register
from cases.intakes.sheets import views as sheets
from cases.intakes.together import views as together
from cases.intakes.triage import views as triage
from cases.intakes.unsent import views as unsent
from cases.intakes.victims import views as victims
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("patrols/<int:patrol_id>/intakes/", intakes.patrol_intakes, "orang yang terjaring"),
    page("patrols/<int:patrol_id>/intakes/paste/", intakes.patrol_paste, "tempel daftar"),
    page("patrols/offline/", unsent.batch_offline, NOBODY),
    page("patrols/unsent/", unsent.unsent_rows, NOBODY),
    page("patrols/unsent/drop/", unsent.unsent_row_drop, NOBODY),
    page("intakes/", intakes.intake_list, "daftar terjaring"),
    page("intakes/register/", intakes.intake_register, "formulir terjaring"),
    page("intakes/sheets/", sheets.paper_sheet_list, NOBODY),
    page("intakes/sheets/<int:sheet_batch_id>/print/", sheets.sheet_batch_print, NOBODY),
    page("intakes/sheets/<int:paper_sheet_id>/void/", sheets.paper_sheet_void, NOBODY),
    page("intakes/import/", register.register_import_list, "impor register"),
    page("intakes/import/<int:register_import_id>/", register.register_import_detail),
    page("intakes/import/<int:register_import_id>/answer/", register.register_import_answer),
    page("intakes/import/<int:register_import_id>/commit/", register.register_import_commit),
    page(
        "intakes/import/<int:register_import_id>/undo/",
        register.register_import_undo,
        "batalkan impor",
    ),
    page("intakes/export/<int:year>/", register.register_export, "unduh register"),
    page("intakes/export/<int:year>/<int:month>/", register.register_month, "register bulanan"),
    page("intakes/<int:intake_id>/", intakes.intake_detail),
    page("intakes/<int:intake_id>/outcome/", intakes.intake_outcome, "ubah hasil"),
    page("intakes/<int:intake_id>/correct/", corrections.intake_correct, "koreksi"),
    page("corrections/", corrections.correction_list, "daftar koreksi"),
    page("corrections/<int:correction_id>/judge/", corrections.correction_judge),
    page("intakes/<int:intake_id>/settle/", intakes.intake_settle, "tetapkan klasifikasi"),
    page("settings/classes/", intakes.classification_list, NOBODY),
    page("settings/classes/<int:classification_id>/", intakes.classification_edit, NOBODY),
    page("intakes/<int:intake_id>/together/", together.intake_together, "terjaring bersama"),
    page("intakes/<int:intake_id>/contest/", contests.contest_raise, "keberatan"),
    page("intakes/<int:intake_id>/child/", victims.child_victim_note, "anak mungkin korban"),
    page("child-victims/", victims.child_victim_list, "anak mungkin korban"),
    page("child-victims/<int:child_victim_id>/told/", victims.child_victim_told),
    page("contests/", contests.contest_list, "daftar keberatan"),
    page("contests/<int:contest_id>/decide/", contests.contest_decide),
    page("contests/<int:contest_id>/move/", contests.contest_move),
    page("triage/", triage.triage_list, "daftar triase"),
    page("intakes/<int:intake_id>/triage/", triage.triage_fill, "isi triase"),
    page("triage/<int:triage_id>/act-done/", triage.triage_act_done, "tindakan triase"),
    page("settings/triage/", triage.triage_question_list, NOBODY),
    page("settings/triage/<int:triage_question_id>/", triage.triage_question_edit, NOBODY),
]
