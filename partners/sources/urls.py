from partners.sources import views as sources
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("sources/", sources.source_list, NOBODY),
    page("sources/add/", sources.source_add, NOBODY),
    page("sources/<int:source_id>/", sources.source_detail, NOBODY),
    page("sources/<int:source_id>/edit/", sources.source_edit, NOBODY),
    page("sources/<int:source_id>/check/", sources.source_check, NOBODY),
]
