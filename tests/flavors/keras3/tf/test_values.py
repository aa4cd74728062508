"""What the tables say that ``tf`` has beside functions is there."""
import pytest

from compat import tf
from compat.api.tf_functions import NAMESPACES, VALUES


@pytest.mark.parametrize("name", sorted(VALUES | NAMESPACES))
def test_the_name_is_served(name):
    assert getattr(tf, name) is not None
