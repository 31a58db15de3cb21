from cases.places import views as places
from rptc.addresses import page

urlpatterns = [
    page("settings/hot-spots/", places.hot_spot_list),
    page("settings/hot-spots/<int:hot_spot_id>/", places.hot_spot_edit),
]
