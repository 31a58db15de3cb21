"""The frozen PDF of a letter, as an answer to whoever may see the act that it belongs to."""

import hashlib
import io
from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from pypdf import PdfWriter

from rptc.accounts.models import User
from rptc.audit.record import record, record_all
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
    content = _whole(file)
    record(user, "printed", letter)
    return _never_kept(pdf_answer(content, f"surat-{letter.pk}"))


def letters_response(letters: Sequence[Letter], user: User) -> HttpResponse:
    """Several in one PDF, in this order, to be printed at one go (R69); each is written down as
    printed. It is made for the printer: what is checked and kept are the letters themselves.

    Raises Http404 when none of them has a file, RuntimeError when one is not what was frozen.
    """
    # Of each as `frozen_file` gives it, asked at once.
    frozen = LetterFile.objects.filter(letter__in=letters).order_by("letter", "-kind")
    file_of = {file.letter_id: file for file in frozen.distinct("letter")}
    files = [(each, _whole(file_of[each.pk])) for each in letters if each.pk in file_of]
    if not files:
        raise Http404
    together = PdfWriter()
    for _, content in files:
        together.append(io.BytesIO(content), import_outline=False)
    record_all(user, "printed", [(letter, letter.person_id) for letter, _ in files])
    written = io.BytesIO()
    together.write(written)
    return _never_kept(pdf_answer(written.getvalue(), f"{len(files)}-surat"))


def _whole(file):
    """Its bytes."""
    content = bytes(file.content)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise RuntimeError(f"The file of letter {file.letter_id} is not what was frozen.")
    return content


def _never_kept(answer):
    answer["Cache-Control"] = "no-store"
    return answer
