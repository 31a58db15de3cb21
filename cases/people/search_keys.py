"""The keys by which somebody is found again: what is left of a name when its spelling is gone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.people.names import Name, is_second_name, read_name, sounds

LONGEST_KEY = 60


class SearchKeysField(ArrayField):
    """Computed from the names on every save, as auto_now is; also in bulk_create.

    After a change of the rules, or an update() of names: `manage.py refresh_search_keys`.
    """

    def __init__(self, **kwargs):
        kwargs.update(
            base_field=models.CharField(max_length=LONGEST_KEY),
            default=list,
            blank=True,
            editable=False,
        )
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("base_field", "default", "blank", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def pre_save(self, person, add):
        keys = keys_of(person)
        setattr(person, self.attname, keys)
        return keys


def keys_of(person) -> list[str]:
    return Keys.of(person.name, person.alias, person.mother_name).all


class Keys:
    """Keys by what they are keys of, so that a query can weigh them.

    "sulpikar" is how a word of the name sounds, "~klprs" its consonants in order of the alphabet
    (which most slips of the pen leave alone). "dg:", "anak:" and "ibu:" stand before a Daeng name,
    the name of a child and the mother's name.
    """

    def __init__(self, own, bones, beside, mother):
        self.own, self.bones, self.beside, self.mother = (
            {key[:LONGEST_KEY] for key in keys} for keys in (own, bones, beside, mother)
        )

    @property
    def all(self):
        return sorted(self.own | self.bones | self.beside | self.mother)

    @classmethod
    def of(cls, name, alias, mother_name):
        read = list(_with_also(name, alias))
        own = {key for each in read for word in _telling(each) for key in sounds(word)}
        own |= {key for each in read for key in _whole(each)}
        beside = {f"dg:{key}" for n in read for word in _daeng(n) for key in sounds(word)}
        beside |= {f"anak:{key}" for n in read for word in n.parent_of[:1] for key in sounds(word)}
        return cls(own, {bones(key) for key in own}, beside, _mother(mother_name))


def _with_also(*texts):
    for text in texts:
        read = read_name(text)
        while read:
            yield read
            read = read.also


def _telling(name: Name):
    """The words that tell people apart: Pratama or Wulandari only where nothing else is."""
    telling = [word for word in name.given if not is_second_name(word)]
    return telling or name.given


def _daeng(name):
    """A Daeng name may be written without its "Dg.": a single word may be one."""
    return name.daeng or (name.given if len(name.given) == 1 else ())


def _whole(name):
    """Two words as one: Ratna Wati is found as Ratnawati."""
    if len(name.given) > 1:
        yield from sounds(name.given[0] + name.given[1])


def bones(key: str) -> str:
    """The consonants in order of the alphabet; a word of one or two keeps its vowels."""
    consonants = sorted({sign for sign in key if sign not in "aiueo"})
    return "~" + "".join(consonants if len(consonants) > 2 else sorted(key))


def _mother(text):
    mother = read_name(text)
    words = mother.given[:1] or mother.daeng or mother.parent_of[:1]
    return {f"ibu:{key}" for word in words for key in sounds(word)}
