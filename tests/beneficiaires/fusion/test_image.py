"""Rows as JSON and back, without loss."""

import datetime
import decimal
import json
import uuid

import pytest
from django.db import models

from beneficiaires.fusion.image import _value, to_plain

UTC = datetime.UTC
VALUES = [
    (models.DateTimeField(), datetime.datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)),
    (models.DateTimeField(), datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
    (models.DateField(), datetime.date(2001, 2, 28)),
    (models.TimeField(), datetime.time(8, 30, 0, 1)),
    (models.DurationField(), datetime.timedelta(days=-1, seconds=3, microseconds=7)),
    (models.DurationField(), datetime.timedelta(days=2, hours=1)),
    (models.DecimalField(max_digits=12, decimal_places=2), decimal.Decimal("12500.10")),
    (models.UUIDField(), uuid.UUID(int=7)),
    (models.BinaryField(), b"\x00\xff"),
    (models.FloatField(), 0.1),
    (models.BooleanField(), False),
    (models.BigIntegerField(), 2**62),
    (models.CharField(), "السالكة"),
    (models.CharField(), ""),
    (models.FileField(), "documents/2026/acte.pdf"),
    (models.JSONField(), {"a": [1, None, "x"], "b": 0.5}),
    (models.JSONField(), "text"),
]


@pytest.mark.parametrize(("field", "value"), VALUES)
def test_a_value_comes_back_as_it_was(field, value):
    plain = json.loads(json.dumps(to_plain(value)))
    back = _value(field, plain)
    assert back == value and (type(back) is type(value) or isinstance(back, memoryview))
    assert _value(field, None) is None
