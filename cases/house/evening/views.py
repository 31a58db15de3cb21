from cases.house.evening.forms import ImportantNumberForm
from cases.house.evening.gathering import gather
from cases.house.evening.models import ImportantNumber
from rptc import days
from rptc.admission import may_fill, may_open
from rptc.audit.record import record_all
from rptc.printing import pdf, pdf_answer
from rptc.setup_pages import edit_row, list_rows


@may_open("cases.print_evening_sheet")
def evening_sheet(request):
    """The house on paper, printed each evening (for a night without power). Each klien's log
    says that it was printed, and by whom."""
    sheet = gather(request.user)
    stays = [line.stay for _, lines in sheet.rooms for line in lines]
    record_all(request.user, "printed", [(stay, stay.person_id) for stay in stays])
    context = {"sheet": sheet, "now": days.now(), "printed_by": request.user}
    answer = pdf_answer(pdf("cases/house/evening_sheet.html", context), "lembar-malam")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@may_fill("cases.change_important_number")
def important_number_list(request):
    return list_rows(request, ImportantNumberForm, ImportantNumber.objects.all(), "cases/house")


@may_fill("cases.change_important_number")
def important_number_edit(request, important_number_id):
    return edit_row(request, ImportantNumberForm, important_number_id, "cases/house")
