from django.urls import path

from rptc.letters import views

app_name = "letters"

urlpatterns = [
    path("settings/unit/", views.unit_settings, name="unit_settings"),
    path("settings/unit/signatories/add/", views.signatory_add, name="signatory_add"),
    path(
        "settings/unit/signatories/<int:signatory_id>/end/",
        views.signatory_end,
        name="signatory_end",
    ),
]
