"""Who does what without the certificate that it asks for. Computed from the dates of rules and
certificates, for the day of the act; no row keeps a copy, and nothing is ever blocked."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.casework.certificates.models import Act, Certificate, CertificateRule
from rptc import days
from rptc.kept import kept_rows


@dataclass(frozen=True)
class Doing:
    """One act: by whom, on which day. Of an outsider no certificates are kept."""

    act: Act
    user_id: int | None
    on: date


def warning(act: Act, user) -> str:
    """What the form of this act says to who lacks a certificate today; "" to who lacks none."""
    [kinds] = _lacking([Doing(act, user.pk, days.today())])
    if not kinds:
        return ""
    return (
        f"{act.label}: Anda tidak memegang sertifikat yang berlaku ({', '.join(kinds)})."
        " Isian tetap dapat disimpan, dan pada hasilnya tertulis demikian."
    )


def add_lacking(rows: Iterable, told: Callable[[Any], Doing | None]):
    """Give each row `lacking`, the sentence that says it was done without; "" where it was not,
    or where `told(row)` says of no act. Two queries, however many they are."""
    rows = list(rows)
    for row, kinds in zip(rows, _lacking([told(row) for row in rows]), strict=True):
        row.lacking = (
            f"Dibuat oleh petugas tanpa sertifikat yang berlaku: {', '.join(kinds)}."
            if kinds
            else ""
        )
    return rows


def lacking_of(users) -> dict[int, list[str]]:
    """{key: kinds} of who lacks today what any act asks for."""
    today, keys = days.today(), [user.pk for user in users]
    doings = [Doing(act, key, today) for key in keys for act in Act]
    found = defaultdict(list)
    for doing, kinds in zip(doings, _lacking(doings), strict=True):
        mine = found[doing.user_id]
        mine += [kind for kind in kinds if kind not in mine]
    return {key: kinds for key, kinds in found.items() if kinds}


def _lacking(doings) -> list[list[str]]:
    """Of each act the kinds that are missing, in the order of the unit's list."""
    known = [doing for doing in doings if doing and doing.user_id]
    acts = {doing.act for doing in known}
    rules = [rule for rule in kept_rows(_rules, None) if rule.act in acts] if acts else []
    held = _held({doing.user_id for doing in known}, {rule.kind_id for rule in rules})
    return [_missing(doing, rules, held) if doing in known else [] for doing in doings]


def _rules(user):
    return CertificateRule.objects.select_related("kind")


def _held(users, kinds):
    held = defaultdict(list)
    if users and kinds:
        for row in Certificate.objects.filter(user__in=users, kind__in=kinds).defer("content"):
            held[row.user_id, row.kind_id].append(row)
    return held


def _missing(doing, rules, held):
    asked = {rule.kind for rule in rules if rule.act == doing.act and rule.is_in_force(doing.on)}
    missing = [
        kind
        for kind in asked
        if not any(row.holds_on(doing.on) for row in held[doing.user_id, kind.pk])
    ]
    return [kind.name for kind in sorted(missing, key=lambda kind: (kind.order, kind.pk))]
