"""Keras 1's name of the data format, on every flavor."""
import pytest

from compat.errors import CompatError
from compat.keras import backend as K


@pytest.fixture(autouse=True)
def data_format():
    before = K.image_data_format()
    yield
    K.set_image_data_format(before)


@pytest.mark.parametrize("ordering, name", [("th", "channels_first"), ("tf", "channels_last")])
def test_the_dim_ordering_is_the_data_format_by_its_old_name(ordering, name):
    K.set_image_dim_ordering(ordering)
    assert (K.image_data_format(), K.image_dim_ordering()) == (name, ordering)


def test_an_unknown_dim_ordering_is_refused():
    with pytest.raises(ValueError, match="'channels_last'; choose tf or th") as caught:
        K.set_image_dim_ordering("channels_last")
    assert isinstance(caught.value, CompatError)
