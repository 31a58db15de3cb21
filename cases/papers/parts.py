"""What a file shows of papers, on the part Identitas."""

from cases.file.acts import Act, register_acts
from cases.papers.lists import lines_of
from cases.people.access import Data
from rptc.parts import Part, register


def _papers(context, person):
    lines = lines_of(person, context["user"])
    # What nobody asked about, and is not for them, says nothing.
    lines = [line for line in lines if line.paper or line.is_for_them]
    return {
        "person": person,
        "lines": lines,
        "there": sum(line.is_there for line in lines),
        "has_left": not (context["file"].current and context["file"].current.is_open),
    }


def _of_open_file(person, stay, data):
    return Data.NOTES in data and Data.IDENTITY in data


register(
    "identity.main",
    Part(15, "cases/papers/_paper_part.html", _papers, "cases.view_paper"),
)
register_acts(
    Act(17, "Catat dokumen", "cases:paper_write", "cases.write_paper", "letter", of_stay=False,
        offered=_of_open_file),
)  # fmt: skip
