from django.urls import path

from cases.people import views as people
from cases.people.doubles import views as doubles
from cases.people.flags import views as flags
from cases.people.photos import views as photos
from cases.people.relations import views as relations

urlpatterns = [
    path("people/", people.person_list, name="person_list"),
    path("people/<int:person_id>/", people.person_detail, name="person_detail"),
    path("people/<int:person_id>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:person_id>/statements/add/", people.statement_add, name="statement_add"),
    path(
        "people/<int:person_id>/statements/<int:statement_id>/choose/",
        people.statement_choose,
        name="statement_choose",
    ),
    path("people/<int:person_id>/photos/add/", photos.photo_add, name="photo_add"),
    path("patrols/<int:patrol_id>/photos/add/", photos.patrol_photo_add, name="patrol_photo_add"),
    path("photos/<int:photo_id>/", photos.photo, name="photo"),
    path("photos/<int:photo_id>/hide/", photos.photo_hide, name="photo_hide"),
    path("people/<int:person_id>/flags/add/", flags.flag_raise, name="flag_raise"),
    path("flags/<int:flag_id>/end/", flags.flag_end, name="flag_end"),
    path("people/<int:person_id>/relations/add/", relations.relation_add, name="relation_add"),
    path("relations/<int:relation_id>/mark/", relations.relation_mark, name="relation_mark"),
    path("relations/<int:relation_id>/remove/", relations.relation_remove, name="relation_remove"),
    path("people/likely/", doubles.person_likely, name="person_likely"),
    path("people/duplicates/", doubles.duplicate_list, name="duplicate_list"),
    path("people/duplicates/<int:double_id>/decide/", doubles.double_decide, name="double_decide"),
    path("people/<int:person_id>/merge/", doubles.merge_propose, name="merge_propose"),
    path("merges/<int:merge_id>/decide/", doubles.merge_decide, name="merge_decide"),
    path("merges/<int:merge_id>/undo/", doubles.merge_undo, name="merge_undo"),
]
