from django.urls import register_converter

from reports.figures.annual import views as annual
from reports.figures.casework import views as casework
from reports.figures.city_part import views as city_part
from reports.figures.closing import views as closing
from reports.figures.cuts import views as cuts
from reports.figures.guests import views as guests
from reports.figures.partnership import views as partnership
from reports.figures.pictures import views as pictures
from reports.figures.proof import views as proof
from reports.figures.public import views as public
from reports.figures.public.files import OpenExtension
from reports.figures.recap import views as recap
from reports.figures.recap.files import FileExtension
from reports.figures.returns import views as returns
from reports.figures.seasons import views as seasons
from reports.figures.services import views as services
from rptc.addresses import NOBODY, page

register_converter(FileExtension, "extension")
register_converter(closing.ClosablePeriod, "closable")
register_converter(OpenExtension, "open_extension")

urlpatterns = [
    page("recap/", recap.recap, NOBODY),
    page("recap/cell/", recap.recap_cell, "daftar di balik angka rekap"),
    page("recap/period.<extension:extension>", recap.recap_period_file, "rekap"),
    page("recap/proof/", proof.recap_proof, "berkas bukti"),
    page("recap/cuts/", cuts.recap_cuts, NOBODY),
    page("recap/cuts/cell/", cuts.recap_cuts_cell, "daftar di balik rekap menurut bagian"),
    page("recap/cuts/period.<extension:extension>", cuts.recap_cuts_file, "rekap"),
    page("recap/<int:year>/", recap.recap_year, NOBODY),
    page("recap/<int:year>.<extension:extension>", recap.recap_file, "rekap"),
    page("recap/<int:year>/reconcile/", recap.recap_reconcile, NOBODY),
    page("recap/<int:year>/<int:month>/", recap.recap_month, NOBODY),
    page("recap/<int:year>/<int:month>.<extension:extension>", recap.recap_month_file, "rekap"),
    page("annual-report/<int:year>/", annual.annual_report, NOBODY),
    page("annual-report/<int:year>.pdf", annual.annual_report_file, "laporan tahunan"),
    page("city-part/<int:year>/", city_part.city_part, NOBODY),
    page("city-part/<int:year>/text/", city_part.city_part_text, NOBODY),
    page("city-part/<int:year>.pdf", city_part.city_part_file, "bagian RPTC"),
    page("city-part/<int:year>/write/", city_part.city_part_write, NOBODY),
    page("closings/", closing.closing_list, NOBODY),
    page("closings/<closable:period>/", closing.closing_period, NOBODY),
    page("closings/<closable:period>/prepare/", closing.closing_prepare, NOBODY),
    page("closings/<int:closing_id>/decide/", closing.closing_decide, NOBODY),
    page("closings/editions/<int:recap_edition_id>.pdf", closing.recap_edition_file, "rekap"),
    page("closings/editions.json", closing.recap_edition_index, "daftar edisi rekap"),
    page("closings/editions/<int:recap_edition_id>.json", closing.recap_edition_data, NOBODY),
    page("published/", public.publication_list, NOBODY),
    page("published/<int:year>/", public.publication_year, NOBODY),
    page("published/<int:year>/withdraw/", public.publication_withdraw, NOBODY),
    page("data-set/<int:year>/", public.data_set, NOBODY),
    # Without a login: what the head has opened to the city.
    page("terbuka/", public.open_years, NOBODY),
    page("terbuka/tahun.json", public.open_years_file, NOBODY),
    page("terbuka/<int:year>/", public.open_year, NOBODY),
    page("terbuka/<int:year>.<open_extension:extension>", public.open_year_file, NOBODY),
    page("figures/", pictures.pictures, NOBODY),
    page("figures/print/", pictures.pictures_print, "gambar angka"),
    page("figures/rows/", pictures.pictures_rows, "daftar di balik gambar angka"),
    page("guests/", guests.guest_sheet, NOBODY),
    page("guests/print/", guests.guest_sheet_print, "lembar tamu"),
    page("returns/", returns.returns, NOBODY),
    page("returns/people/", returns.returns_people, "daftar orang yang kembali ke jalan"),
    page("returns/period.csv", returns.returns_file, "kembali ke jalan"),
    page("services/", services.service_figures, NOBODY),
    page("spm/", services.spm, NOBODY),
    page("spm/people/", services.spm_people, "daftar orang SPM"),
    page("spm/<int:year>/targets/", services.spm_target_set, NOBODY),
    page("spm/<int:year>/<int:quarter>/", services.spm_quarter, NOBODY),
    page("spm/<int:year>/<int:quarter>.<extension:extension>", services.spm_file, "SPM"),
    page("casework/", casework.casework_figures, NOBODY),
    page("casework/print/", casework.casework_figures_print, "pendampingan dalam angka"),
    page("casework/stays/", casework.casework_stays, "daftar di balik angka pendampingan"),
    page("casework/items/", casework.casework_items, "kegiatan di balik angka pendampingan"),
    page("casework/answers/", casework.answer_figures, NOBODY),
    page("casework/answers/stays/", casework.answer_stays, "daftar di balik angka jawaban"),
    page("partnership/", partnership.partnership, NOBODY),
    page("partnership/print/", partnership.partnership_print, "tujuh indikator kemitraan"),
    page("partnership/rows/", partnership.partnership_rows, "daftar di balik angka kemitraan"),
    page("partnership/words/", partnership.partnership_words, NOBODY),
    page("partnership/approve/", partnership.partnership_approve, NOBODY),
    page("portal/together/", partnership.partnership_own, NOBODY),
    page("settings/special-periods/", seasons.special_period_list, NOBODY),
    page("settings/special-periods/<int:special_period_id>/", seasons.special_period_edit, NOBODY),
    page("settings/counting-rules/", recap.counting_rule_list, NOBODY),
]
