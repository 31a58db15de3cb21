"""Rows that are valid with no arguments; all people are invented."""

from tests.factories.accounts import *
from tests.factories.casework import *
from tests.factories.consents import *
from tests.factories.exits import *
from tests.factories.figures import *
from tests.factories.files import *
from tests.factories.gate import *
from tests.factories.health import *
from tests.factories.help import *
from tests.factories.house import *
from tests.factories.intakes import *
from tests.factories.law import *
from tests.factories.letters import *
from tests.factories.mail import *
from tests.factories.papers import *
from tests.factories.partners import *
from tests.factories.patrols import *
from tests.factories.people import *
from tests.factories.quality import *
from tests.factories.reports import *
from tests.factories.resets import *
from tests.factories.stays import *
from tests.factories.upkeep import *
from tests.factories.voice import *
