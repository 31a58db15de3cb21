from rptc.addresses import NOBODY, page
from rptc.resets import views

app_name = "resets"

urlpatterns = [
    page("settings/passwords/", views.reset_list, NOBODY),
    page("settings/passwords/<int:user_id>/add/", views.reset_ask, NOBODY),
    page("settings/passwords/<int:reset_id>/", views.reset_give, NOBODY),
    page("settings/passwords/<int:reset_id>/decide/", views.reset_decide, NOBODY),
]
