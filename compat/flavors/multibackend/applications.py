"""Parts of the image models that ``keras.applications`` of Keras 2.0 and 2.1 held, on Keras 2.2 and 2.3."""
from ..shared import applications

__all__ = applications.NAMES_BEFORE_22
__getattr__ = applications.served
