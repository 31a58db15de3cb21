from rptc.addresses import NOBODY, page
from rptc.upkeep import views

app_name = "upkeep"

urlpatterns = [
    page("health/", views.health, NOBODY),
    page("ready/", views.ready, NOBODY),
    page("settings/server/", views.server, NOBODY),
]
