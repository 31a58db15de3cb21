from cases.house.evening.forms import ImportantNumberForm
from cases.house.evening.gathering import gather
from cases.house.evening.models import ImportantNumber
from rptc import days
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.printing import pdf, pdf_answer
from rptc.setup_pages import edit_row, list_rows


@may_open("cases.print_evening_sheet")
def evening_sheet(request):
    """The house on paper, printed each evening (for a night without power). One line of the log
    says by whom, and names everybody who stands on it."""
    now = days.now()
    sheet = gather(request.user, now)
    people = [line.stay.person_id for _, lines in sheet.rooms for line in lines]
    record(request.user, "printed", page="lembar malam", people=people)
    context = {"sheet": sheet, "now": now, "printed_by": request.user}
    answer = pdf_answer(pdf("cases/house/evening_sheet.html", context), "lembar-malam")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@may_fill("cases.change_important_number")
def important_number_list(request):
    return list_rows(request, ImportantNumberForm, ImportantNumber.objects.all(), "cases/house")


@may_fill("cases.change_important_number")
def important_number_edit(request, important_number_id):
    return edit_row(request, ImportantNumberForm, important_number_id, "cases/house")
