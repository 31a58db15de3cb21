from cases.papers import views
from cases.papers.homecoming import views as homecoming
from cases.papers.siks import views as siks
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
    page("papers/letters/<int:paper_letter_id>/write/", views.paper_letter_write),
    page("papers/<int:paper_id>/", views.paper_detail),
    page("papers/<int:paper_id>/edit/", views.paper_edit, "ubah dokumen"),
    page("papers/<int:paper_id>/ask/", views.paper_ask, "minta dokumen"),
    page("papers/<int:paper_id>/refuse/", views.paper_refuse, "catat penolakan"),
    page(
        "papers/refusals/<int:paper_refusal_id>/end/",
        views.paper_refusal_end,
        "penolakan ditarik",
    ),
    page("papers/requests/<int:paper_request_id>/word/", views.paper_word, "kata kantor"),
    page("papers/requests/<int:paper_request_id>/got/", views.paper_got, "dokumen diterima"),
    page("papers/requests/<int:paper_request_id>/end/", views.paper_end, "tutup permintaan"),
    page("papers/requests/<int:paper_request_id>/edit/", views.paper_request_edit, "ubah"),
    page("people/<int:person_id>/papers/write/", views.paper_write, "catat dokumen"),
    page("siks/", siks.siks_list, "entri SIKS-NG"),
    page("siks/<int:stay_id>/", siks.siks_mark, "entri SIKS-NG"),
    page("siks/entries/<int:siks_entry_id>/take-back/", siks.siks_take_back),
    page("homecomings/", homecoming.homecoming_list, "pemulangan"),
    page("homecomings/<int:homecoming_id>/", homecoming.homecoming_detail),
    page("homecomings/<int:homecoming_id>/edit/", homecoming.homecoming_edit, "ubah pemulangan"),
    page(
        "homecomings/<int:homecoming_id>/pieces/<str:homecoming_step>/",
        homecoming.homecoming_piece,
        "kelengkapan pemulangan",
    ),
    page(
        "homecomings/<int:homecoming_id>/letters/<str:homecoming_sort>/",
        homecoming.homecoming_letter,
        "surat pemulangan",
    ),
    page(
        "homecomings/<int:homecoming_id>/letters/<str:homecoming_sort>/write/",
        homecoming.homecoming_letter_write,
    ),
    page("homecomings/<int:homecoming_id>/arrive/", homecoming.homecoming_arrive, "sudah tiba"),
    page("homecomings/<int:homecoming_id>/end/", homecoming.homecoming_end, "tutup pemulangan"),
    page("stays/<int:stay_id>/homecoming/", homecoming.homecoming_begin, "siapkan pemulangan"),
    page("settings/near-regions/", homecoming.near_region_list, NOBODY),
    page("settings/near-regions/<int:near_region_id>/", homecoming.near_region_edit, NOBODY),
    page("settings/paper-offices/", views.paper_office_list, NOBODY),
    page("settings/paper-offices/<int:paper_office_id>/", views.paper_office_edit, NOBODY),
]
