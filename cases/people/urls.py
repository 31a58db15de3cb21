from cases.people import views as people
from cases.people.doubles import views as doubles
from cases.people.flags import views as flags
from cases.people.photos import views as photos
from cases.people.relations import views as relations
from rptc.addresses import address

urlpatterns = [
    address("people/", people.person_list),
    address("people/<int:person_id>/", people.person_detail),
    address("people/<int:person_id>/edit/", people.person_edit),
    address("people/<int:person_id>/statements/add/", people.statement_add),
    address(
        "people/<int:person_id>/statements/<int:statement_id>/choose/", people.statement_choose
    ),
    address("people/<int:person_id>/photos/add/", photos.photo_add),
    address("patrols/<int:patrol_id>/photos/add/", photos.patrol_photo_add),
    address("photos/<int:photo_id>/", photos.photo),
    address("photos/<int:photo_id>/hide/", photos.photo_hide),
    address("people/<int:person_id>/flags/add/", flags.flag_raise),
    address("flags/<int:flag_id>/end/", flags.flag_end),
    address("people/<int:person_id>/relations/add/", relations.relation_add),
    address("relations/<int:relation_id>/mark/", relations.relation_mark),
    address("relations/<int:relation_id>/remove/", relations.relation_remove),
    address("people/likely/", doubles.person_likely),
    address("people/duplicates/", doubles.duplicate_list),
    address("people/duplicates/<int:double_id>/decide/", doubles.double_decide),
    address("people/<int:person_id>/merge/", doubles.merge_propose),
    address("merges/<int:merge_id>/decide/", doubles.merge_decide),
    address("merges/<int:merge_id>/undo/", doubles.merge_undo),
]
