"""``tf.signal`` over the backend: Fourier transforms, frames, windows and what sound is made of; along the last axis."""
from typing import Any, Callable, Optional, Sequence

import keras
import numpy as np
from keras import ops

from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, dtype_name
from compat.flavors.keras3.tf.traced import native, of_backend


def _transform(name: str, text: str) -> Callable[[Any], Tensor]:
    def function(input: Any) -> Tensor:
        return of_backend("jax.numpy.fft." + name.replace("2d", "2").replace("3d", "n"),
                          "torch.fft." + name.replace("2d", "2").replace("3d", "n"),
                          "tensorflow.signal." + name)(native(input))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = text
    return function


fft = _transform("fft", "The Fourier transform of complex numbers.")
ifft = _transform("ifft", "The inverse of :func:`fft`.")
fft2d = _transform("fft2d", "The Fourier transform over the last two axes.")
ifft2d = _transform("ifft2d", "The inverse of :func:`fft2d`.")


def rfft(input_tensor: Any, fft_length: Any = None) -> Tensor:
    """The Fourier transform of real numbers: (…, n) → (…, n // 2 + 1) complex."""
    x, n = native(input_tensor), _length(fft_length)
    if n is not None:
        x = _fitted(x, n)
    return of_backend("jax.numpy.fft.rfft", "torch.fft.rfft", "tensorflow.signal.rfft")(x)


def irfft(input_tensor: Any, fft_length: Any = None) -> Tensor:
    """The inverse of :func:`rfft`: (…, n // 2 + 1) complex → (…, n), an even number unless ``fft_length`` says so."""
    n = _length(fft_length) or 2 * (int(native(input_tensor).shape[-1]) - 1)
    function = of_backend("jax.numpy.fft.irfft", "torch.fft.irfft", "tensorflow.signal.irfft")
    return function(native(input_tensor), [n]) if keras.backend.backend() == "tensorflow" else function(
        native(input_tensor), n)


def _length(fft_length: Any) -> Optional[int]:
    if fft_length is None:
        return None
    return int(fft_length[0]) if isinstance(fft_length, (list, tuple, np.ndarray)) else int(fft_length)


def _fitted(x: Tensor, n: int) -> Tensor:
    """The last axis cut or filled with zeros to a length."""
    size = int(x.shape[-1])
    return x[..., :n] if size >= n else ops.pad(x, [(0, 0)] * (len(x.shape) - 1) + [(0, n - size)])


def _window(name: str) -> Callable[..., Tensor]:
    shares = {"hann_window": (0.5, 0.5), "hamming_window": (0.54, 0.46)}[name]

    def function(window_length: Any, periodic: bool = True, dtype: Any = "float32") -> Tensor:
        n = int(window_length)
        even = 1 - n % 2
        whole = n + (even if periodic else 0) - 1
        values = shares[0] - shares[1] * np.cos(2 * np.pi * np.arange(n) / whole) if n > 1 else np.ones(n)
        return ops.convert_to_tensor(values, dtype=dtype_name(dtype))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = "Weights (window_length,) that fall towards the ends; ``periodic`` as a spectrum needs them."
    return function


hann_window, hamming_window = _window("hann_window"), _window("hamming_window")


def frame(signal: Any, frame_length: Any, frame_step: Any, pad_end: bool = False, pad_value: Any = 0,
          axis: int = -1) -> Tensor:
    """Pieces that overlap: (…, n) → (…, frames, frame_length); what is left over at the end is padded or dropped."""
    x = ops.moveaxis(as_tensor(signal), axis, -1)
    length, step, size = int(frame_length), int(frame_step), int(x.shape[-1])
    count = -(-size // step) if pad_end else max(0, 1 + (size - length) // step)
    if pad_end:
        needed = max(0, length + step * (count - 1) - size)
        x = ops.pad(x, [(0, 0)] * (len(x.shape) - 1) + [(0, needed)], constant_values=pad_value or None)
    places = np.arange(count)[:, None] * step + np.arange(length)[None, :]
    taken = ops.take(x, places.reshape(-1).astype("int32"), axis=-1)
    framed = ops.reshape(taken, tuple(ops.shape(x))[:-1] + (count, length))
    place = axis % len(as_tensor(signal).shape)
    return ops.moveaxis(framed, (-2, -1), (place, place + 1))


def overlap_and_add(signal: Any, frame_step: Any) -> Tensor:
    """The sum of pieces that overlap: (…, frames, length) → (…, n)."""
    x, step = as_tensor(signal), int(frame_step)
    frames, length = int(x.shape[-2]), int(x.shape[-1])
    size = length + step * (frames - 1)
    places = (np.arange(frames)[:, None] * step + np.arange(length)[None, :]).reshape(-1)
    flat = ops.moveaxis(ops.reshape(x, tuple(ops.shape(x))[:-2] + (frames * length,)), -1, 0)
    return ops.moveaxis(ops.segment_sum(flat, ops.convert_to_tensor(places.astype("int32")), size), 0, -1)


def stft(signals: Any, frame_length: Any, frame_step: Any, fft_length: Any = None, window_fn: Any = hann_window,
         pad_end: bool = False) -> Tensor:
    """The spectrum of each piece: (…, n) → (…, frames, fft_length // 2 + 1) complex."""
    framed = frame(signals, frame_length, frame_step, pad_end)
    if window_fn is not None:
        framed = framed * window_fn(int(frame_length), dtype=dtype(framed))
    return rfft(framed, [_power(frame_length) if fft_length is None else int(fft_length)])


def inverse_stft(stfts: Any, frame_length: Any, frame_step: Any, fft_length: Any = None,
                 window_fn: Any = hann_window) -> Tensor:
    """The signal of spectra of pieces: (…, frames, bins) complex → (…, n)."""
    length = int(frame_length)
    frames = irfft(stfts, [_power(length) if fft_length is None else int(fft_length)])
    frames = _fitted(frames, length)
    if window_fn is not None:
        frames = frames * window_fn(length, dtype=dtype(frames))
    return overlap_and_add(frames, frame_step)


def _power(frame_length: Any) -> int:
    """The smallest power of two that is not below it."""
    return int(2 ** int(np.ceil(np.log2(int(frame_length)))))


def dct(input: Any, type: int = 2, n: Any = None, axis: int = -1, norm: Optional[str] = None) -> Tensor:
    """The cosine transform of type 2 or 3 along the last axis.

    Raises:
        UnsupportedError: another type or axis.
    """
    if type not in (2, 3) or axis not in (-1, len(as_tensor(input).shape) - 1):
        raise UnsupportedError("tf.signal.dct is served for the types 2 and 3 along the last axis")
    x = as_tensor(input) if n is None else _fitted(as_tensor(input), int(n))
    return ops.matmul(x, cast(ops.convert_to_tensor(_cosines(int(x.shape[-1]), type, norm)), dtype(x)))


def idct(input: Any, type: int = 2, n: Any = None, axis: int = -1, norm: Optional[str] = None) -> Tensor:
    """The inverse of :func:`dct`; without ``norm="ortho"`` up to a factor of twice the length, as TensorFlow has it."""
    return dct(input, {2: 3, 3: 2}.get(type, type), n, axis, norm)


def _cosines(size: int, type: int, norm: Optional[str]) -> np.ndarray:
    place, wave = np.arange(size)[:, None], np.arange(size)[None, :]
    matrix: np.ndarray = 2 * np.cos(np.pi * (2 * place + 1) * wave / (2 * size))  # of type 2
    if norm == "ortho":
        scale = np.full(size, np.sqrt(0.5 / size))
        scale[0] = np.sqrt(0.25 / size)
        matrix = matrix * scale
        return matrix if type == 2 else matrix.T
    if type == 2:
        return matrix
    matrix = matrix.T.copy()
    matrix[0] = matrix[0] / 2
    return matrix


def fftshift(x: Any, axes: Any = None) -> Tensor:
    """The middle of a spectrum at the place of the lowest frequency."""
    return _shifted(x, axes, 1)


def ifftshift(x: Any, axes: Any = None) -> Tensor:
    """The inverse of :func:`fftshift`."""
    return _shifted(x, axes, -1)


def _shifted(x: Any, axes: Any, way: int) -> Tensor:
    x = native(x)
    chosen: Sequence[int] = range(len(x.shape)) if axes is None else [axes] if isinstance(axes, int) else list(axes)
    for axis in chosen:
        size = int(x.shape[axis])
        x = ops.roll(x, size // 2 if way > 0 else -(size // 2), axis=axis)
    return x


def linear_to_mel_weight_matrix(num_mel_bins: int = 20, num_spectrogram_bins: int = 129, sample_rate: Any = 8000,
                                lower_edge_hertz: float = 125.0, upper_edge_hertz: float = 3800.0,
                                dtype: Any = "float32") -> Tensor:
    """Weights (num_spectrogram_bins, num_mel_bins) that take a spectrum to the mel scale."""
    linear = np.linspace(0.0, float(sample_rate) / 2.0, int(num_spectrogram_bins))[1:]
    lower, upper = _mel(np.float64(lower_edge_hertz)), _mel(np.float64(upper_edge_hertz))
    edges = np.linspace(lower, upper, int(num_mel_bins) + 2)
    place = _mel(linear)[:, None]
    rising = (place - edges[None, :-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[None, 2:] - place) / (edges[2:] - edges[1:-1])
    weights = np.maximum(0.0, np.minimum(rising, falling))
    return ops.convert_to_tensor(np.pad(weights, ((1, 0), (0, 0))), dtype=dtype_name(dtype))


def _mel(hertz: Any) -> Any:
    return 1127.0 * np.log(1.0 + hertz / 700.0)


def mfccs_from_log_mel_spectrograms(log_mel_spectrograms: Any) -> Tensor:
    """Cepstral coefficients of logarithmic spectra on the mel scale: (…, bins) → (…, bins)."""
    x = as_tensor(log_mel_spectrograms)
    return dct(x) * ops.cast(float(1.0 / np.sqrt(2.0 * int(x.shape[-1]))), x.dtype)
