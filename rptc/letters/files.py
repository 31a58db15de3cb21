"""The frozen PDF of a letter, as an answer to whoever may see the act that it belongs to."""

import hashlib

from django.http import Http404, HttpResponse

from rptc.accounts.models import User
from rptc.audit.record import record
from rptc.letters.models import Letter, LetterFile
from rptc.printing import pdf_answer


def frozen_file(letter: Letter) -> LetterFile:
    """The signed sheet where it came back, else what was printed."""
    # "scan" comes after "printed".
    return letter.files.order_by("-kind").first()


def letter_response(letter: Letter, user: User) -> HttpResponse:
    """Answer with the frozen PDF, and write down who looked.

    Raises Http404 when there is none, RuntimeError when it is not what was frozen.
    """
    file = frozen_file(letter)
    if file is None:
        raise Http404
    content = bytes(file.content)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise RuntimeError(f"The file of letter {letter.pk} is not what was frozen.")
    record(user, "printed", letter)
    answer = pdf_answer(content, f"surat-{letter.pk}")
    answer["Cache-Control"] = "no-store"
    return answer
