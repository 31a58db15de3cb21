from rptc.addresses import page
from rptc.letters import views

app_name = "letters"

urlpatterns = [
    page("letters/", views.letter_list),
    page("letters/<int:letter_id>/", views.letter_detail),
    page("letters/<int:letter_id>/file/", views.letter_file),
    page("letters/<int:letter_id>/number/", views.letter_number),
    page("letters/<int:letter_id>/scan/", views.letter_scan),
    page("letters/<int:letter_id>/withdraw/", views.letter_withdraw),
    page("letters/<int:letter_id>/withdraw/decide/", views.withdrawal_decide),
    page("check/", views.letter_check_code),
    page("check/<slug:check_code>/", views.letter_check),
    page("settings/letters/", views.letter_kind_list),
    page("settings/letters/<int:letter_kind_id>/", views.letter_kind_edit),
    page("settings/unit/", views.unit_settings),
    page("settings/unit/signatories/add/", views.signatory_add),
    page("settings/unit/signatories/<int:signatory_id>/end/", views.signatory_end),
]
