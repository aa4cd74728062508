"""Names that Python and the packages beside old Keras code have dropped since 2018, and where each went.

``compat run`` serves them. NumPy's are in :mod:`compat.api.numpy_changes`.
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
    "sklearn.cross_validation": "sklearn.model_selection",  # scikit-learn 0.20
    "sklearn.externals.joblib": "joblib",  # scikit-learn 0.23
    "sklearn.grid_search": "sklearn.model_selection",
}

#: Dotted name → what it was, a function of :mod:`compat.rewrite.dropped` or :mod:`compat.rewrite.scipy_images`.
REMADE: Dict[str, str] = {
    "cgi.escape": "escape",  # Python 3.8
    "inspect.getargspec": "getargspec",  # Python 3.11
    **{"scipy.misc." + name: name for name in (  # SciPy 1.2 and 1.3
        "bytescale", "fromimage", "imread", "imresize", "imrotate", "imsave", "toimage")},
}
