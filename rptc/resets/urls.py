from rptc.addresses import page
from rptc.resets import views

app_name = "resets"

urlpatterns = [
    page("settings/passwords/", views.reset_list),
    page("settings/passwords/<int:user_id>/add/", views.reset_ask),
    page("settings/passwords/<int:reset_id>/", views.reset_give),
    page("settings/passwords/<int:reset_id>/decide/", views.reset_decide),
]
