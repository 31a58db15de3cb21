from django.urls import path

from cases.places import views as places

urlpatterns = [
    path("settings/hot-spots/", places.hot_spot_list, name="hot_spot_list"),
    path("settings/hot-spots/<int:hot_spot_id>/", places.hot_spot_edit, name="hot_spot_edit"),
]
