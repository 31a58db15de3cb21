"""The rooms' models, for Django; nothing else."""

from partners.agreements.models import *  # noqa: F403
from partners.contributions.models import *  # noqa: F403
from partners.directory.models import *  # noqa: F403
from partners.earlier.models import *  # noqa: F403
from partners.incidents.models import *  # noqa: F403
from partners.meetings.models import *  # noqa: F403
from partners.members.models import *  # noqa: F403
from partners.months.models import *  # noqa: F403
from partners.phones.models import *  # noqa: F403
from partners.questions.models import *  # noqa: F403
from partners.referrals.arriving.models import *  # noqa: F403
from partners.referrals.models import *  # noqa: F403
from partners.referrals.packing.models import *  # noqa: F403
from partners.silence.models import *  # noqa: F403
from partners.sources.models import *  # noqa: F403
