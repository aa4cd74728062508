"""Public names of the old Keras whose home is ``datasets`` (Keras 2.2.4 and 2.3.1)."""
from compat.api.rows import Name

NAMES = (
    Name("load_data", "function", "datasets.boston_housing", ("keras.datasets.boston_housing",), "(path='boston_housing.npz', test_split=0.2, seed=113)"),
    Name("load_batch", "function", "datasets.cifar", ("keras.datasets.cifar",), "(fpath, label_key='labels')"),
    Name("load_data", "function", "datasets.cifar10", ("keras.datasets.cifar10",), '()'),
    Name("load_data", "function", "datasets.cifar100", ("keras.datasets.cifar100",), "(label_mode='fine')"),
    Name("load_data", "function", "datasets.fashion_mnist", ("keras.datasets.fashion_mnist",), '()'),
    Name("get_word_index", "function", "datasets.imdb", ("keras.datasets.imdb",), "(path='imdb_word_index.json')"),
    Name("load_data", "function", "datasets.imdb", ("keras.datasets.imdb",), "(path='imdb.npz', num_words=None, skip_top=0, maxlen=None, seed=113, start_char=1, oov_char=2, index_from=3, **kwargs)"),
    Name("load_data", "function", "datasets.mnist", ("keras.datasets.mnist",), "(path='mnist.npz')"),
    Name("get_word_index", "function", "datasets.reuters", ("keras.datasets.reuters",), "(path='reuters_word_index.json')"),
    Name("load_data", "function", "datasets.reuters", ("keras.datasets.reuters",), "(path='reuters.npz', num_words=None, skip_top=0, maxlen=None, test_split=0.2, seed=113, start_char=1, oov_char=2, index_from=3, **kwargs)"),
)
