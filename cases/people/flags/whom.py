"""Is the person who asks for a release the one whom a warning names?

It errs on the side of the child: one name in common, however it is spelled, is enough. Front
words (Muh., Siti, Andi) and second names that half of the town has do not count by themselves.
"""

import re

from cases.people.names import is_second_name, read_name, sounds

# "Baso (paman)": how somebody is related is not their name.
RELATED = set(
    "adik angkat anak atau ayah bapak bibi bos dan dari ibu ipar istri kakak kakek kandung"
    " keluarga kenalan mantan mertua nenek om orang pacar paman pengasuh saudara sepupu suami"
    " tante teman tetangga tiri tua wali yang".split()
)


def resembles(whom: str, receiver: str) -> bool:
    """Do the two names have a word in common, as it sounds?"""
    return any(sounds(one) & sounds(other) for one in _names(whom) for other in _names(receiver))


def names_somebody(whom: str) -> bool:
    """ "paman" names nobody: a release could not be checked against it."""
    return bool(_names(whom))


def _names(text):
    words = re.split(r"[^\w'.]+", text.casefold())
    name = read_name(" ".join(word for word in words if word and word not in RELATED))
    found = {*name.given, *name.daeng, *name.parent_of}
    return {word for word in found if not is_second_name(word)} or found
