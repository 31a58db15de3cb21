from django.urls import path

from rptc.letters import views

app_name = "letters"

urlpatterns = [
    path("letters/", views.letter_list, name="letter_list"),
    path("letters/<int:letter_id>/", views.letter_detail, name="letter_detail"),
    path("letters/<int:letter_id>/file/", views.letter_file, name="letter_file"),
    path("letters/<int:letter_id>/number/", views.letter_number, name="letter_number"),
    path("letters/<int:letter_id>/scan/", views.letter_scan, name="letter_scan"),
    path("letters/<int:letter_id>/withdraw/", views.letter_withdraw, name="letter_withdraw"),
    path(
        "letters/<int:letter_id>/withdraw/decide/",
        views.withdrawal_decide,
        name="withdrawal_decide",
    ),
    path("check/", views.letter_check_code, name="letter_check_code"),
    path("check/<slug:check_code>/", views.letter_check, name="letter_check"),
    path("settings/letters/", views.letter_kind_list, name="letter_kind_list"),
    path(
        "settings/letters/<int:letter_kind_id>/",
        views.letter_kind_edit,
        name="letter_kind_edit",
    ),
    path("settings/unit/", views.unit_settings, name="unit_settings"),
    path("settings/unit/signatories/add/", views.signatory_add, name="signatory_add"),
    path(
        "settings/unit/signatories/<int:signatory_id>/end/",
        views.signatory_end,
        name="signatory_end",
    ),
]
