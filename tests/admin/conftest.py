import pytest

from tests.people import make_region


@pytest.fixture
def region(db):
    return make_region()


@pytest.fixture
def desk(client, region):
    """A client signed in as the coordination, which reads French."""
    client.force_login(region.coordination)
    return client
