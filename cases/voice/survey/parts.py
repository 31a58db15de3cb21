"""Where who leaves is asked from: their file, and the page of their exit."""

from cases.exits.models import Exit
from cases.file.acts import Act, in_house, register_acts
from cases.voice.survey.asking import leaving
from rptc.parts import Part, register


def _of_exit(context, exit):
    is_near = exit.state in {"approved", "done"}
    if not is_near or not leaving(context["user"]).filter(pk=exit.stay_id).exists():
        return None
    return {"stay": exit.stay}


def _leaves(person, stay, data):
    """In the house, their exit decided, and not asked yet."""
    decided = Exit.objects.filter(state="approved", stay__exit_voice__done_at=None)
    return in_house(person, stay, data) and decided.filter(stay=stay).exists()


register("exit.side", Part(70, "cases/voice/_voice_part.html", _of_exit, "cases.hand_survey"))
register_acts(
    Act(89, "Minta pendapat", "cases:voice_hand", "cases.hand_survey", "call", offered=_leaves)
)
