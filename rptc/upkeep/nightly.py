"""What is done every night without anybody: one registry, as of what waits (rptc/waiting.py).

Each room registers its part in its app. The parts are independent: one that fails is told, and
keeps none of the others.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from rptc.upkeep.alone import alone
from rptc.upkeep.jobs import written_down
from rptc.upkeep.models import Job

log = logging.getLogger("rptc.nightly")
# Any number that nothing else locks.
LOCK = 6_110_311


@dataclass(frozen=True)
class Work:
    """`act` says in a sentence what it did, without a name of anybody."""

    label: str
    act: Callable[[], str]


WORKS: list[Work] = []


def register(*works: Work) -> None:
    WORKS.extend(works)


def run(works=WORKS) -> Job:
    """Do all of it, once at a time, and write down how it went. Raises IsRunning."""
    with alone(LOCK):
        return _run(works)


def _run(works):
    with written_down(Job.Kind.NIGHTLY) as job:
        said, failed = [], []
        for work in works:
            try:
                with transaction.atomic():
                    said.append(f"{work.label}: {work.act()}")
            except Exception:
                log.exception("The nightly work %s failed.", work.label)
                failed.append(work.label)
        job.said, job.failed = "\n".join(said), ", ".join(failed)
    return job
