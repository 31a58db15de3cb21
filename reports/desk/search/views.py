from django.shortcuts import render

from reports.desk.search.finding import SHORTEST, find_letters, find_people
from rptc.admission import may_open


@may_open("reports.search")
def search(request):
    """One box, on every page: each reader finds what their lists would show them."""
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:80]
    user, is_asked = request.user, len(text) >= SHORTEST
    context = {"text": text, "is_asked": is_asked}
    if is_asked:
        if user.has_perm("cases.view_person"):
            context["people"] = find_people(text, request)
        if user.has_perm("letters.view_letter"):
            context["letters"] = list(find_letters(text, user))
    return render(request, "reports/desk/search.html", context)
