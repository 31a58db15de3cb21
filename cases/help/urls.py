from cases.help import views
from cases.help.money import views as money
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("help/", views.help_list, "bantuan"),
    page("help/<int:help_id>/", views.help_detail),
    page("help/<int:help_id>/decide/", views.help_decide, "putuskan"),
    page("help/<int:help_id>/pay/", views.help_pay, "bayar"),
    page("help/<int:help_id>/unpay/", views.help_unpay, "batalkan pembayaran"),
    page("help/<int:help_id>/cancel/", views.help_cancel, "batalkan"),
    page("help/<int:help_id>/letter/", views.help_letter, "tanda terima"),
    page("help/<int:help_id>/letter/write/", views.help_letter_write),
    page("stays/<int:stay_id>/help/", views.help_ask, "ajukan bantuan"),
    page("settings/help-reasons/", views.help_reason_list, NOBODY),
    page("settings/help-reasons/<int:help_reason_id>/", views.help_reason_edit, NOBODY),
    page("settings/budget-lines/", views.budget_line_list, NOBODY),
    page("settings/budget-lines/<int:budget_line_id>/", views.budget_line_edit, NOBODY),
    page("money/", money.money_house, "uang titipan"),
    page("money/unclaimed/", money.money_unclaimed, "uang belum diambil"),
    page("money/unclaimed/print/", money.money_unclaimed_print, "uang belum diambil"),
    page("money/unclaimed/read/", money.money_unclaimed_read, "uang belum diambil"),
    page("money/<int:money_movement_id>/count/", money.money_count, "hitung uang titipan"),
    page("money/<int:money_movement_id>/correct/", money.money_correct, "koreksi uang titipan"),
    page("money/<int:money_movement_id>/letter/", money.money_letter, "tanda terima uang"),
    page("money/<int:money_movement_id>/letter/write/", money.money_letter_write),
    page("stays/<int:stay_id>/money/", money.money_list, "uang titipan"),
    page("stays/<int:stay_id>/money/move/", money.money_move, "catat uang titipan"),
    page("stays/<int:stay_id>/money/bags/", money.money_from_bags, "pindahkan uang dari tas"),
]
