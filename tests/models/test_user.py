import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from scoring.models import User
from tests.conftest import Cast


def test_an_address_belongs_to_one_person(cast: Cast) -> None:
    second = User(username="other", email=cast.owner.email, password="!")

    with pytest.raises(ValidationError) as refusal:
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()

    assert set(refusal.value.error_dict) == {"email"}


@pytest.mark.parametrize(
    ("names", "shown"), [({"first_name": "Ana", "last_name": "Ríos"}, "Ana Ríos"), ({}, "ana")]
)
def test_a_person_is_called_by_name_if_there_is_one(names: dict[str, str], shown: str) -> None:
    assert str(User(username="ana", **names)) == shown
