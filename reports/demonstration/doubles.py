"""People with two files: some still to be decided on, one told apart, one merged, two children
whose merge is before the head."""

from cases.intakes.models import Outcome
from cases.people.doubles.actions import merge_files, say_not_same
from cases.people.doubles.models import Merge
from reports.demonstration import living

# key, class, sex, age, and what was said the first and the second time
TWICE = [
    (
        "open 1",
        "gepeng",
        "P",
        37,
        {"name": "Sitti Rahmatia", "mother_name": "Halimah"},
        {"name": "St. Rahmatiah", "mother_name": "Halimah"},
    ),
    (
        "open 2",
        "gepeng",
        "L",
        44,
        {"name": "Muh. Yusuf Dg. Nai", "alias": ""},
        {"name": "Yusup Dg. Nai'", "alias": ""},
    ),
    (
        "open 3",
        "orang-terlantar",
        "L",
        52,
        {"name": "Baharuddin", "alias": "Dg. Tompo"},
        {"name": "Baharuddin Dg. Tompo", "alias": ""},
    ),
    (
        "open 4",
        "tuna-susila",
        "P",
        26,
        {"name": "Fauziah", "alias": "Uci", "mother_name": "Nurjannah"},
        {"name": "Pausiah", "alias": "Uci", "mother_name": ""},
    ),
    (
        "told apart",
        "gepeng",
        "L",
        48,
        {"name": "Syamsuddin", "alias": ""},
        {"name": "Samsuddin", "alias": ""},
    ),
    (
        "merged",
        "orang-terlantar",
        "L",
        39,
        {"name": "Djafar", "mother_name": "Hamsinah"},
        {"name": "Jafar", "mother_name": "Hamsina"},
    ),
    (
        "children",
        "anjal",
        "L",
        13,
        {"name": "Muh. Fauzan", "alias": "Ojan", "mother_name": "Rosmiati"},
        {"name": "Ojan", "alias": "", "mother_name": "Rosmiati"},
    ),
]
FIRST, SECOND = 11, 4


def add(story, patrols):
    """Each is met twice, and the second time the application finds the first."""
    for key, code, sex, age, first, second in TWICE:
        story.tell(_met_twice(story, patrols, key, code, sex, age, first, second))


def _met_twice(story, patrols, key, code, sex, age, *said):
    files = []
    first, second = said
    # Two cards would say that they are two.
    for ago, names in zip((FIRST, SECOND), (first, second | {"nik": ""}), strict=True):
        meeting = living.met_by(story, patrols[ago], code, sex, age, Outcome.ADVISED, **names)
        intake = yield from meeting
        files.append(intake.person)
    yield story.ago(2, 10, 20)
    by, (kept, lost) = story.staff["peksos"], files
    if key == "told apart":
        say_not_same(kept, lost, reason="Kakak beradik, keduanya datang bersama.", by=by)
    if key in {"merged", "children"}:
        reason = "Ibunya sama, dan ia mengenali fotonya sendiri."
        merge_files(Merge(kept=kept, lost=lost, reason=reason, send_key=story.key()), by=by)
