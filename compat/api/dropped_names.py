"""Names that Python and the packages beside old Keras code have dropped since 2018, and where each went.

``compat run`` serves them, ``compat migrate`` rewrites them. NumPy's are in :mod:`compat.api.numpy_changes`.
"""
from typing import Dict

_CONTAINERS = ("Awaitable", "AsyncIterable", "AsyncIterator", "ByteString", "Callable", "Collection", "Container", "Coroutine",
               "Generator", "Hashable", "ItemsView", "Iterable", "Iterator", "KeysView", "Mapping", "MappingView",
               "MutableMapping", "MutableSequence", "MutableSet", "Reversible", "Sequence", "Set", "Sized", "ValuesView")

#: Dotted name → where the same thing is now.
MOVED: Dict[str, str] = {
    **{"collections." + name: "collections.abc." + name for name in _CONTAINERS},  # Python 3.10
    "base64.decodestring": "base64.decodebytes",  # Python 3.9
    "base64.encodestring": "base64.encodebytes",
    "fractions.gcd": "math.gcd",
    "os.errno": "errno",  # Python 3.7
    "time.clock": "time.process_time",  # Python 3.8
    "PIL.Image.ANTIALIAS": "PIL.Image.LANCZOS",  # Pillow 10
    "PIL.Image.CUBIC": "PIL.Image.BICUBIC",
    "PIL.Image.LINEAR": "PIL.Image.BILINEAR",
    "scipy.misc.ascent": "scipy.datasets.ascent",  # SciPy 1.12
    "scipy.misc.face": "scipy.datasets.face",
    "scipy.misc.comb": "scipy.special.comb",  # SciPy 1.3
    "scipy.misc.factorial": "scipy.special.factorial",
    "scipy.misc.factorial2": "scipy.special.factorial2",
    "scipy.misc.logsumexp": "scipy.special.logsumexp",
    "skimage.measure.compare_mse": "skimage.metrics.mean_squared_error",  # scikit-image 0.18
    "skimage.measure.compare_psnr": "skimage.metrics.peak_signal_noise_ratio",
    "sklearn.cross_validation": "sklearn.model_selection",  # scikit-learn 0.20
    "sklearn.externals.joblib": "joblib",  # scikit-learn 0.23
    "sklearn.grid_search": "sklearn.model_selection",
    "tifffile.imsave": "tifffile.imwrite",  # tifffile 2024
}

#: Dotted name → what it was, a function of :mod:`compat.rewrite.dropped` or :mod:`compat.rewrite.scipy_images`.
REMADE: Dict[str, str] = {
    "cgi.escape": "escape",  # Python 3.8
    "inspect.getargspec": "getargspec",  # Python 3.11
    **{"scipy.misc." + name: name for name in (  # SciPy 1.2 and 1.3
        "bytescale", "fromimage", "imread", "imresize", "imrotate", "imsave", "toimage")},
}

#: Dotted name of :data:`REMADE` → what to write where nothing of compat is imported.
REMADE_ADVICE: Dict[str, str] = {
    "cgi.escape": "html.escape(s, quote=False) does the same",
    "inspect.getargspec": "inspect.getfullargspec gives seven values, of which the first four are the same",
    "scipy.misc.bytescale": "scale the array to 0 to 255 and round it, by NumPy",
    "scipy.misc.fromimage": "np.array(image) does the same",
    "scipy.misc.imread": "np.array(PIL.Image.open(name)) does the same, with .convert(mode) where one was given",
    "scipy.misc.imresize": "scale the array to uint8 from its least to its greatest value, then "
                           "PIL.Image.fromarray(a).resize((width, height), PIL.Image.BILINEAR)",
    "scipy.misc.imrotate": "scale the array to uint8 from its least to its greatest value, then "
                           "PIL.Image.fromarray(a).rotate(angle, PIL.Image.BILINEAR)",
    "scipy.misc.imsave": "scale the array to uint8 from its least to its greatest value, then "
                         "PIL.Image.fromarray(a).save(name)",
    "scipy.misc.toimage": "scale the array to uint8 from its least to its greatest value, then PIL.Image.fromarray(a)",
}

_FOLDS = "it takes n_splits= in place of the labels or their number, and split(x, y) gives the folds"
#: Dotted name in a module of :data:`MOVED` that means something else where that module is now → what to write. ``compat run``
#: makes the old ones, see :mod:`compat.rewrite.old_folds`.
CHANGED: Dict[str, str] = {
    **{"sklearn.cross_validation." + name: "take it from sklearn.model_selection, where " + _FOLDS for name in (
        "KFold", "StratifiedKFold", "LeaveOneOut", "LeavePOut", "ShuffleSplit", "StratifiedShuffleSplit", "PredefinedSplit")},
    **{"sklearn.cross_validation." + old: "take {} from sklearn.model_selection, where {}".format(new, _FOLDS) for old, new in (
        ("LabelKFold", "GroupKFold"), ("LeaveOneLabelOut", "LeaveOneGroupOut"), ("LeavePLabelOut", "LeavePGroupsOut"),
        ("LabelShuffleSplit", "GroupShuffleSplit"))},
}
#: Dotted names in modules of :data:`MOVED` that make 3 folds where ``cv=`` is left out, and 5 where they are now.
THREE_FOLDS = frozenset((
    "sklearn.cross_validation.cross_val_predict", "sklearn.cross_validation.cross_val_score",
    "sklearn.cross_validation.permutation_test_score", "sklearn.grid_search.GridSearchCV",
    "sklearn.grid_search.RandomizedSearchCV"))
