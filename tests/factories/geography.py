"""Areas and postcodes of nowhere: no real postcode begins with Q."""

from __future__ import annotations

import factory

from homeward.apps.geography.models import Area, Postcode
from tests.factories.accounts import CommissioningBodyFactory


class AreaFactory(factory.django.DjangoModelFactory):
    """An area without neighbours known. Give `body=`."""

    class Meta:
        model = Area

    body = factory.SubFactory(CommissioningBodyFactory)
    code = factory.Sequence(lambda n: f"A{n}")
    name = factory.Sequence(lambda n: f"Bro Newydd {n}")
    source = "A test"


class PostcodeFactory(factory.django.DjangoModelFactory):
    """A postcode of district QX1. Give `area=` (its body follows), or `body=` and `area=None`."""

    class Meta:
        model = Postcode

    area = factory.SubFactory(AreaFactory)
    body = factory.LazyAttribute(lambda o: o.area.body)
    code = factory.Sequence(lambda n: f"QX1 {n % 10}{chr(65 + n // 10 % 20)}{chr(65 + n // 200 % 20)}")
    district = factory.LazyAttribute(lambda o: o.code.split()[0])
    easting = 300_000
    northing = 200_000
    source = "A test"
