"""What our errors say of foreign ones: the cause, in plain text."""
import pytest

from compat.errors import ConfigError, plain_text, typed

KERAS3 = ("Exception encountered when calling {0}.call().\n\n\x1b[1m{1}\x1b[0m\n\n"
          "Arguments received by {0}.call():\n  • inputs=tf.Tensor(shape=(2, 3))\n  • training=None")
TF_KERAS = ("Exception encountered when calling layer 'sn' (type SpectralNormalization).\n\nIt is odd.\n\n"
            "Call arguments received by layer 'sn' (type SpectralNormalization):\n  • inputs=None")


@pytest.mark.parametrize("message, said", [
    (KERAS3.format("Dense", "It is odd.\n\nVery."), "Dense.call(): It is odd.\n\nVery."),
    (KERAS3.format("Outer", KERAS3.format("Dense", "It is odd.")), "Outer.call(): Dense.call(): It is odd."),
    (TF_KERAS, "'sn' (type SpectralNormalization): It is odd."),
    ("\x1b[1;31mA [1m is not an escape.\x1b[0m", "A [1m is not an escape."),
    ("nothing around it", "nothing around it"),
])
def test_a_foreign_error_is_quoted_without_colours_and_frame(message, said):
    assert plain_text(message) == said


def test_a_typed_error_quotes_the_cause_in_plain_text_and_keeps_it():
    cause = ValueError(KERAS3.format("Dense", "It is odd."))
    with pytest.raises(ConfigError) as caught, typed(ConfigError, "model.h5: it cannot be built"):
        raise cause
    assert str(caught.value) == "model.h5: it cannot be built (ValueError: Dense.call(): It is odd.)"
    assert caught.value.__cause__ is cause
