"""The old ``keras.utils`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.utils.generic_utils import CustomObjectScope as CustomObjectScope
    from compat.keras.utils.data_utils import GeneratorEnqueuer as GeneratorEnqueuer
    from compat.keras.utils.io_utils import H5Dict as H5Dict
    from compat.keras.utils.io_utils import HDF5Matrix as HDF5Matrix
    from compat.keras.utils.data_utils import OrderedEnqueuer as OrderedEnqueuer
    from compat.keras.utils.generic_utils import Progbar as Progbar
    from compat.keras.utils.data_utils import Sequence as Sequence
    from compat.keras.utils import conv_utils as conv_utils
    from compat.keras.utils.layer_utils import convert_all_kernels_in_model as convert_all_kernels_in_model
    from compat.keras.utils.generic_utils import custom_object_scope as custom_object_scope
    from compat.keras.utils import data_utils as data_utils
    from compat.keras.utils.generic_utils import deserialize_keras_object as deserialize_keras_object
    from compat.keras.utils import generic_utils as generic_utils
    from compat.keras.utils.generic_utils import get_custom_objects as get_custom_objects
    from compat.keras.utils.data_utils import get_file as get_file
    from compat.keras.engine.topology import get_source_inputs as get_source_inputs
    from compat.keras.utils.io_utils import h5dict as h5dict
    from compat.keras.utils import io_utils as io_utils
    from compat.keras.utils import layer_utils as layer_utils
    from compat.keras.utils import losses_utils as losses_utils
    from compat.keras.utils import metrics_utils as metrics_utils
    from compat.keras.utils.vis_utils import model_to_dot as model_to_dot
    from compat.keras.utils.multi_gpu_utils import multi_gpu_model as multi_gpu_model
    from compat.keras.utils import multi_gpu_utils as multi_gpu_utils
    from compat.keras.utils.np_utils import normalize as normalize
    from compat.keras.utils import np_utils as np_utils
    from compat.keras.utils.vis_utils import plot_model as plot_model
    from compat.keras.utils.layer_utils import print_summary as print_summary
    from compat.keras.utils.generic_utils import serialize_keras_object as serialize_keras_object
    from compat.keras.utils.np_utils import to_categorical as to_categorical
    from compat.keras.utils import vis_utils as vis_utils
