from cases.house.beds import views as beds
from cases.house.belongings import views as belongings
from cases.house.board import views as board
from cases.house.evening import views as evening
from cases.house.leaves import views as leaves
from cases.house.presence import views as presence
from cases.house.shifts import views as shifts
from cases.house.tasks import views as tasks
from rptc.addresses import page

urlpatterns = [
    page("stays/", board.stay_list),
    page("stays/beds/", beds.bed_list),
    page("stays/beds/print/", beds.bed_print),
    page("stays/beds/place-all/", beds.bed_place_all),
    page("stays/beds/<int:bed_id>/take-out/", beds.bed_take_out),
    page("stays/beds/<int:bed_id>/put-back/", beds.bed_put_back),
    page("stays/<int:stay_id>/bed/", beds.bed_place),
    page("stays/<int:stay_id>/belongings/", belongings.belonging_list),
    page("stays/<int:stay_id>/belongings/take/", belongings.bag_take),
    page("stays/<int:stay_id>/belongings/end/", belongings.belonging_end),
    page("belongings/", belongings.bag_list),
    page("belongings/<int:bag_id>/list/", belongings.bag_open),
    page("belongings/items/<int:belonging_id>/edit/", belongings.belonging_edit),
    page("belongings/<int:bag_id>/receipt/", belongings.bag_receipt),
    page("belongings/ends/<int:belonging_end_id>/letter/", belongings.belonging_end_letter),
    page("belongings/<int:bag_id>/void/", belongings.bag_void),
    page("belongings/ends/<int:belonging_end_id>/acknowledge/", belongings.loss_acknowledge),
    page("belongings/photos/<int:belonging_photo_id>/", belongings.belonging_photo),
    page("settings/rooms/", beds.room_list),
    page("settings/rooms/<int:room_id>/", beds.room_edit),
    page("stays/roll-call/", presence.roll_call_take),
    page("stays/roll-calls/", presence.roll_call_list),
    page("stays/roll-calls/<int:roll_call_id>/", presence.roll_call_detail),
    page("stays/absences/", presence.absence_list),
    page("absences/<int:absence_id>/", presence.absence_detail),
    page("absences/<int:absence_id>/act/", presence.absence_act),
    page("absences/<int:absence_id>/end/", presence.absence_end),
    page("stays/meals/", presence.meal_list),
    page("stays/leaves/", leaves.leave_list),
    page("stays/<int:stay_id>/leave/", leaves.leave_start),
    page("leaves/<int:leave_id>/return/", leaves.leave_return),
    page("stays/evening-sheet/", evening.evening_sheet),
    page("settings/numbers/", evening.important_number_list),
    page("settings/numbers/<int:important_number_id>/", evening.important_number_edit),
    page("tasks/", tasks.task_list),
    page("tasks/add/", tasks.task_add),
    page("tasks/<int:task_id>/done/", tasks.task_done),
    page("tasks/<int:task_id>/cancel/", tasks.task_cancel),
    page("shifts/", shifts.shift_note_list),
    page("shifts/write/", shifts.shift_note_write),
    page("shifts/<int:shift_note_id>/acknowledge/", shifts.shift_note_acknowledge),
]
