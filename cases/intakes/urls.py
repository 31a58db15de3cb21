from cases.intakes import views as intakes
from cases.intakes.contests import views as contests
from cases.intakes.register import views as register
from cases.intakes.sheets import views as sheets
from cases.intakes.together import views as together
from cases.intakes.triage import views as triage
from rptc.addresses import address

urlpatterns = [
    address("patrols/<int:patrol_id>/intakes/", intakes.patrol_intakes),
    address("patrols/<int:patrol_id>/intakes/paste/", intakes.patrol_paste),
    address("patrols/offline/", intakes.batch_offline),
    address("intakes/", intakes.intake_list),
    address("intakes/register/", intakes.intake_register),
    address("intakes/sheets/", sheets.paper_sheet_list),
    address("intakes/sheets/<int:sheet_batch_id>/print/", sheets.sheet_batch_print),
    address("intakes/sheets/<int:paper_sheet_id>/void/", sheets.paper_sheet_void),
    address("intakes/import/", register.register_import_list),
    address("intakes/import/<int:register_import_id>/", register.register_import_detail),
    address("intakes/import/<int:register_import_id>/answer/", register.register_import_answer),
    address("intakes/import/<int:register_import_id>/commit/", register.register_import_commit),
    address("intakes/import/<int:register_import_id>/undo/", register.register_import_undo),
    address("intakes/export/<int:year>/", register.register_export),
    address("intakes/<int:intake_id>/", intakes.intake_detail),
    address("intakes/<int:intake_id>/outcome/", intakes.intake_outcome),
    address("intakes/<int:intake_id>/settle/", intakes.intake_settle),
    address("settings/classes/", intakes.classification_list),
    address("settings/classes/<int:classification_id>/", intakes.classification_edit),
    address("intakes/<int:intake_id>/together/", together.intake_together),
    address("intakes/<int:intake_id>/contest/", contests.contest_raise),
    address("contests/", contests.contest_list),
    address("contests/<int:contest_id>/decide/", contests.contest_decide),
    address("contests/<int:contest_id>/move/", contests.contest_move),
    address("triage/", triage.triage_list),
    address("intakes/<int:intake_id>/triage/", triage.triage_fill),
    address("triage/<int:triage_id>/act-done/", triage.triage_act_done),
    address("settings/triage/", triage.triage_question_list),
    address("settings/triage/<int:triage_question_id>/", triage.triage_question_edit),
]
