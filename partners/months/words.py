"""The words of a month: whoever may open the report reads them, and nobody else opens one."""

from partners.months.forms import LABELS
from partners.months.models import WORDS
from rptc import keys


def add_words(reports):
    """Give each its words, as [(question, what was said)]."""
    for report in reports:
        keys.read_words(report, WORDS)
        said = [(LABELS[name], getattr(report, name)) for name in WORDS]
        report.said = [(label, words) for label, words in said if words]
    return reports
