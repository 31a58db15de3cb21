from django.urls import include, path

from rptc import views

handler403 = "rptc.views.not_admitted"
handler500 = "rptc.views.server_error"

urlpatterns = [
    path("menu/", views.menu, name="menu"),
    path("settings/", views.settings_index, name="settings_index"),
    # Django tries one after the other: first rooms whose few pages are opened most.
    path("", include("reports.urls")),
    path("", include("rptc.accounts.urls")),
    path("", include("rptc.audit.urls")),
    path("", include("rptc.upkeep.urls")),
    path("", include("rptc.mail.urls")),
    path("", include("rptc.resets.urls")),
    path("", include("rptc.letters.urls")),
    path("", include("cases.urls")),
    path("", include("partners.urls")),
]
