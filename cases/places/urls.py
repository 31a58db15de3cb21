from cases.places import views as places
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("settings/hot-spots/", places.hot_spot_list, NOBODY),
    page("settings/hot-spots/<int:hot_spot_id>/", places.hot_spot_edit, NOBODY),
]
