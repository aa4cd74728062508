"""The functions for images that SciPy had in ``scipy.misc`` up to 1.1, over Pillow."""
import importlib
from typing import Any, Optional, Tuple, Union

_FILTERS = {"nearest": 0, "lanczos": 1, "bilinear": 2, "bicubic": 3, "cubic": 3}  # as Pillow numbers them


def imread(name: Any, flatten: bool = False, mode: Optional[str] = None) -> Any:
    """An image file as an array: ``(height, width)``, or ``(height, width, channels)``.

    Args:
        name: path or open file.
        flatten: whether to make one channel of gray values, float32.
        mode: of Pillow, such as ``"RGB"`` or ``"L"``, to convert to.

    Source: SciPy 1.1.
    """
    with importlib.import_module("PIL.Image").open(name) as image:
        return fromimage(image, flatten=flatten, mode=mode)


def fromimage(im: Any, flatten: bool = False, mode: Optional[str] = None) -> Any:
    """An image of Pillow as an array; see :func:`imread`."""
    if mode is not None:
        im = im.convert(mode) if mode != im.mode else im
    elif im.mode == "P":
        im = im.convert("RGBA" if "transparency" in im.info else "RGB")
    if flatten:
        im = im.convert("F")
    elif im.mode == "1":
        im = im.convert("L")
    return importlib.import_module("numpy").array(im)


def imsave(name: Any, arr: Any, format: Optional[str] = None) -> None:
    """Write an array as an image file; anything but uint8 is scaled so that its least value is 0 and its greatest 255."""
    image = toimage(arr, channel_axis=2)
    if format is None:
        image.save(name)
    else:
        image.save(name, format)


def imresize(arr: Any, size: Union[int, float, Tuple[int, int]], interp: str = "bilinear", mode: Optional[str] = None) -> Any:
    """An array as an image of another size, uint8 unless ``mode`` is ``"F"``.

    Args:
        arr: ``(height, width)`` or ``(height, width, channels)``; scaled as by :func:`imsave`.
        size: percent as an int, a factor as a float, or ``(height, width)``.
        interp: ``"nearest"``, ``"lanczos"``, ``"bilinear"``, ``"bicubic"`` or ``"cubic"``.
        mode: of Pillow.
    """
    numpy = importlib.import_module("numpy")
    image = toimage(arr, mode=mode)
    given = numpy.asarray(size)
    if given.ndim:
        wanted = (int(given[1]), int(given[0]))
    else:
        factor = given / 100.0 if numpy.issubdtype(given.dtype, numpy.signedinteger) else given
        wanted = tuple((numpy.array(image.size) * factor).astype(int).tolist())
    return fromimage(image.resize(wanted, resample=_FILTERS[interp]))


def imrotate(arr: Any, angle: float, interp: str = "bilinear") -> Any:
    """An array as an image, turned counterclockwise by so many degrees."""
    return fromimage(toimage(arr).rotate(angle, resample=_FILTERS[interp]))


def bytescale(data: Any, cmin: Optional[float] = None, cmax: Optional[float] = None, high: int = 255, low: int = 0) -> Any:
    """An array as uint8: ``cmin``, by default the least value, becomes ``low``, and ``cmax`` ``high``; uint8 stays.

    Raises:
        ValueError: the limits are no bytes, or the wrong way round.

    Example:
        >>> import numpy
        >>> bytescale(numpy.array([0.0, 0.5, 1.0])).tolist()
        [0, 128, 255]
    """
    numpy = importlib.import_module("numpy")
    if data.dtype == numpy.uint8:
        return data
    if not 0 <= low <= high <= 255:
        raise ValueError("low and high have to be 0 to 255, and low no greater than high; not {} and {}".format(low, high))
    cmin, cmax = data.min() if cmin is None else cmin, data.max() if cmax is None else cmax
    if cmax < cmin:
        raise ValueError("cmax has to be no less than cmin, which is {}; not {}".format(cmin, cmax))
    scale = float(high - low) / ((cmax - cmin) or 1)
    return (((data - cmin) * scale + low).clip(low, high) + 0.5).astype(numpy.uint8)


def toimage(arr: Any, high: int = 255, low: int = 0, cmin: Optional[float] = None, cmax: Optional[float] = None,
            pal: Any = None, mode: Optional[str] = None, channel_axis: Optional[int] = None) -> Any:
    """An array as an image of Pillow.

    Args:
        arr: ``(height, width)``, or three axes of which one has 3 or 4 channels: the first that has 3, else the first that
            has 4, unless ``channel_axis`` names it.
        high, low, cmin, cmax: as for :func:`bytescale`.
        pal: a palette for two axes, ``(256, 3)`` of uint8.
        mode: of Pillow; ``"F"`` and ``"I"`` keep values as they are, of an array of two axes.
        channel_axis: which axis holds the channels.

    Raises:
        ValueError: no axis has 3 or 4 channels, or the mode does not fit.
    """
    numpy = importlib.import_module("numpy")
    pillow = importlib.import_module("PIL.Image")
    data = numpy.asarray(arr)
    if numpy.iscomplexobj(data):
        raise ValueError("an array of complex numbers is no image")
    if data.ndim == 2:
        return _plane(numpy, pillow, data, (cmin, cmax, high, low), pal, mode)
    axis = _channels(data.shape, channel_axis) if data.ndim == 3 else None
    if axis is None:
        raise ValueError("an image has two axes, or three of which one has 3 or 4 channels; not {}".format(data.shape))
    pixels = numpy.moveaxis(bytescale(data, cmin, cmax, high, low), axis, -1)
    mode = mode or {3: "RGB", 4: "RGBA"}[pixels.shape[-1]]
    if {"RGB": 3, "YCbCr": 3, "RGBA": 4, "CMYK": 4}.get(mode) != pixels.shape[-1]:
        raise ValueError("an array with {} channels is no image of mode {!r}".format(pixels.shape[-1], mode))
    return pillow.frombytes(mode, pixels.shape[1::-1], pixels.tobytes())


def _channels(shape: Tuple[int, ...], axis: Optional[int]) -> Optional[int]:
    if axis is not None:
        return axis if shape[axis] in (3, 4) else None
    return next((shape.index(count) for count in (3, 4) if count in shape), None)


def _plane(numpy: Any, pillow: Any, data: Any, scaling: Tuple[Any, ...], palette: Any, mode: Optional[str]) -> Any:
    """An image of one channel."""
    cmin, cmax, high, low = scaling
    size = data.shape[::-1]
    if mode == "F":
        return pillow.frombytes("F", size, data.astype(numpy.float32).tobytes())
    if mode in (None, "L", "P"):
        image = pillow.frombytes("L", size, bytescale(data, cmin, cmax, high, low).tobytes())
        if palette is not None:
            image.putpalette(numpy.asarray(palette, dtype=numpy.uint8).tobytes())
        elif mode == "P":
            image.putpalette(numpy.repeat(numpy.arange(256, dtype=numpy.uint8), 3).tobytes())
        return image
    cmin, cmax = numpy.amin(data) if cmin is None else cmin, numpy.amax(data) if cmax is None else cmax
    if mode == "1":
        return pillow.fromarray(bytescale(data, cmin, cmax, high, low) > high).convert("1")
    if mode != "I":
        raise ValueError("an array of two axes is no image of mode {!r}; take 'L', 'P', '1', 'F' or 'I'".format(mode))
    scaled = (data - cmin) * (high - low) / ((cmax - cmin) or 1) + low
    return pillow.frombytes("I", size, scaled.astype(numpy.int32).tobytes())
