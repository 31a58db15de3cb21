"""Who was met before: some are met again, and again."""

from collections import defaultdict
from datetime import timedelta

# Longer than any stay of those years.
LEAST_APART = timedelta(days=15)
# More of those who are met again were met not long ago than years ago.
RECENTLY, RECENT_SHARE = timedelta(days=200), 0.7
# A child of an old register is not met as a child years later.
CHILD_FORGOTTEN_AFTER = timedelta(days=500)


class Known:
    def __init__(self, story):
        self.story = story
        self._last_met = defaultdict(dict)

    def remember(self, intake):
        met = self._last_met[intake.classification.code, intake.sex]
        met[id(intake.person)] = (intake.person, intake.met_on)

    def met_before(self, code, sex, day, share):
        """Somebody of that class who was met some time before that day, or None."""
        if not self.story.chance(share):
            return None
        known = [
            (person, met_on)
            for person, met_on in self._last_met[code, sex].values()
            if met_on + LEAST_APART <= day and self._fits(person, met_on, day)
        ]
        people = [person for person, _ in known]
        recent = [person for person, met_on in known if day - met_on < RECENTLY]
        if recent and self.story.chance(RECENT_SHARE):
            people = recent
        return self.story.dice.choice(people) if people else None

    def _fits(self, person, met_on, day):
        if person.age.is_child_on(met_on):
            return person.age.is_child_on(day) and day - met_on < CHILD_FORGOTTEN_AFTER
        return True
