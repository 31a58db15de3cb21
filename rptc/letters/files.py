"""The frozen PDF of a letter, as an answer to whoever may see the act that it belongs to."""

import hashlib

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from rptc.accounts.models import User
from rptc.audit.record import record
from rptc.letters.models import Letter, LetterFile
from rptc.printing import pdf_answer


def frozen_file(letter: Letter) -> LetterFile:
    """The signed sheet where it came back, else what was printed."""
    # "scan" comes after "printed".
    return letter.files.order_by("-kind").first()


def letter_page(request, row, issue, back, *, may_issue=True):
    """POST issues the letter of a row, once; after that the same sheet is printed again."""
    if request.method == "POST" and may_issue:
        try:
            issue(row, by=request.user)
            return redirect(request.path)
        except ValidationError as error:
            messages.error(request, error.message)
    elif row.letter:
        return letter_response(row.letter, request.user)
    return redirect(back)


def letter_response(letter: Letter | None, user: User) -> HttpResponse:
    """Answer with the frozen PDF, and write down who looked.

    Raises Http404 when there is none, RuntimeError when it is not what was frozen.
    """
    file = letter and frozen_file(letter)
    if file is None:
        raise Http404
    content = bytes(file.content)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise RuntimeError(f"The file of letter {letter.pk} is not what was frozen.")
    record(user, "printed", letter)
    answer = pdf_answer(content, f"surat-{letter.pk}")
    answer["Cache-Control"] = "no-store"
    return answer
