from cases.papers import views
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("papers/", views.paper_list, "dokumen"),
    page("papers/request/", views.paper_request, "minta dokumen"),
    page("papers/got/", views.paper_got_many, "dokumen diterima"),
    page("papers/year/", views.paper_year, "dokumen setahun"),
    page("papers/letters/", views.paper_letter_list, "surat permohonan dokumen"),
    page(
        "papers/letters/<int:paper_letter_id>/print/",
        views.paper_letter_print,
        "surat permohonan dokumen",
    ),
    page("papers/<int:paper_id>/", views.paper_detail),
    page("papers/<int:paper_id>/edit/", views.paper_edit, "ubah dokumen"),
    page("papers/<int:paper_id>/ask/", views.paper_ask, "minta dokumen"),
    page("papers/<int:paper_id>/refuse/", views.paper_refuse, "catat penolakan"),
    page("papers/requests/<int:paper_request_id>/word/", views.paper_word, "kata kantor"),
    page("papers/requests/<int:paper_request_id>/got/", views.paper_got, "dokumen diterima"),
    page("papers/requests/<int:paper_request_id>/end/", views.paper_end, "tutup permintaan"),
    page("papers/requests/<int:paper_request_id>/edit/", views.paper_request_edit, "ubah"),
    page("people/<int:person_id>/papers/write/", views.paper_write, "catat dokumen"),
    page("settings/paper-offices/", views.paper_office_list, NOBODY),
    page("settings/paper-offices/<int:paper_office_id>/", views.paper_office_edit, NOBODY),
]
