from cases.places import views as places
from rptc.addresses import address

urlpatterns = [
    address("settings/hot-spots/", places.hot_spot_list),
    address("settings/hot-spots/<int:hot_spot_id>/", places.hot_spot_edit),
]
