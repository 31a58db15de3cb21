"""The words of a finding: put away under the application's key, and read out to who may read
them."""

from cases.health.findings.models import Finding
from cases.people.access import mark_told
from rptc import keys

WORDS = ("complaint", "finding", "treatment", "reason")


def put_away(row, /, **words):
    """No database, history, log, backup or search ever holds them plain."""
    for name in WORDS:
        text = words.get(name, "")
        setattr(row, f"sealed_{name}", keys.encrypt(text) if text else "")


def add_words(findings, user):
    """Give each finding its words, where this user may read them: the only place where a sealed
    text of it is opened."""
    findings = list(findings)
    mark_told(findings, Finding.objects.visible_to(user))
    for finding in findings:
        for name in WORDS:
            sealed = getattr(finding, f"sealed_{name}")
            setattr(finding, name, keys.opened(sealed) if finding.is_told else "")
    return findings
