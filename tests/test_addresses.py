"""The address of a page is the one that Django writes."""

import pytest
from django.urls import NoReverseMatch, reverse

from rptc.addresses import address_of


@pytest.mark.parametrize(
    ("name", "keys"),
    [("reports:today", ()), ("cases:stay_plan", (7,)), ("cases:stay_plan", (10**15,))],
)
def test_it_is_what_django_writes(name, keys):
    assert address_of(name, *keys) == reverse(name, args=keys)


def test_a_page_that_is_not_there_has_none():
    with pytest.raises(NoReverseMatch):
        address_of("cases:stay_plan")
