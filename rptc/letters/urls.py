from rptc.addresses import address
from rptc.letters import views

app_name = "letters"

urlpatterns = [
    address("letters/", views.letter_list),
    address("letters/<int:letter_id>/", views.letter_detail),
    address("letters/<int:letter_id>/file/", views.letter_file),
    address("letters/<int:letter_id>/number/", views.letter_number),
    address("letters/<int:letter_id>/scan/", views.letter_scan),
    address("letters/<int:letter_id>/withdraw/", views.letter_withdraw),
    address("letters/<int:letter_id>/withdraw/decide/", views.withdrawal_decide),
    address("check/", views.letter_check_code),
    address("check/<slug:check_code>/", views.letter_check),
    address("settings/letters/", views.letter_kind_list),
    address("settings/letters/<int:letter_kind_id>/", views.letter_kind_edit),
    address("settings/unit/", views.unit_settings),
    address("settings/unit/signatories/add/", views.signatory_add),
    address("settings/unit/signatories/<int:signatory_id>/end/", views.signatory_end),
]
