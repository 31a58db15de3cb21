from cases.intakes import views as intakes
from cases.intakes.contests import views as contests
from cases.intakes.register import views as register
from cases.intakes.sheets import views as sheets
from cases.intakes.together import views as together
from cases.intakes.triage import views as triage
from rptc.addresses import page

urlpatterns = [
    page("patrols/<int:patrol_id>/intakes/", intakes.patrol_intakes),
    page("patrols/<int:patrol_id>/intakes/paste/", intakes.patrol_paste),
    page("patrols/offline/", intakes.batch_offline),
    page("intakes/", intakes.intake_list),
    page("intakes/register/", intakes.intake_register),
    page("intakes/sheets/", sheets.paper_sheet_list),
    page("intakes/sheets/<int:sheet_batch_id>/print/", sheets.sheet_batch_print),
    page("intakes/sheets/<int:paper_sheet_id>/void/", sheets.paper_sheet_void),
    page("intakes/import/", register.register_import_list),
    page("intakes/import/<int:register_import_id>/", register.register_import_detail),
    page("intakes/import/<int:register_import_id>/answer/", register.register_import_answer),
    page("intakes/import/<int:register_import_id>/commit/", register.register_import_commit),
    page("intakes/import/<int:register_import_id>/undo/", register.register_import_undo),
    page("intakes/export/<int:year>/", register.register_export),
    page("intakes/<int:intake_id>/", intakes.intake_detail),
    page("intakes/<int:intake_id>/outcome/", intakes.intake_outcome),
    page("intakes/<int:intake_id>/settle/", intakes.intake_settle),
    page("settings/classes/", intakes.classification_list),
    page("settings/classes/<int:classification_id>/", intakes.classification_edit),
    page("intakes/<int:intake_id>/together/", together.intake_together),
    page("intakes/<int:intake_id>/contest/", contests.contest_raise),
    page("contests/", contests.contest_list),
    page("contests/<int:contest_id>/decide/", contests.contest_decide),
    page("contests/<int:contest_id>/move/", contests.contest_move),
    page("triage/", triage.triage_list),
    page("intakes/<int:intake_id>/triage/", triage.triage_fill),
    page("triage/<int:triage_id>/act-done/", triage.triage_act_done),
    page("settings/triage/", triage.triage_question_list),
    page("settings/triage/<int:triage_question_id>/", triage.triage_question_edit),
]
