"""Words that tell of an illness: no partner reads them before the klien agreed
(docs/rules.md, Consent)."""

import re

# Not every illness there is: those that are written most, and harm most.
ILLNESSES = (
    "hiv|aids|odha|odhiv|arv|tbc?|tuberkulosis|paru|hepatitis|sifilis|raja singa|ims|kusta|lepra"
    "|epilepsi|ayan|skizofrenia|skizo|psikosis|psikotik|bipolar|depresi|odgj|gangguan jiwa"
    "|sakit jiwa|gila|kanker|tumor|diabetes|stroke|ginjal|jantung|asma|hamil|positif|kejang"
)


def says_illness(words: str) -> bool:
    return bool(re.search(rf"\b({ILLNESSES})\b", words, re.IGNORECASE))
