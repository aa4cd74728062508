"""The random numbers of TensorFlow from its seeds: those of the published algorithm, and of TensorFlow 1.15 and 2.15."""
import numpy as np
import pytest

from compat.flavors.shared.philox import DEFAULT_GRAPH_SEED, Philox

SEED = 1234567  # of the operation; the numbers of TensorFlow 1.15 for shape (3, 5), first run and second run


def numbers(kind, dtype, runs=1):
    stream = Philox(DEFAULT_GRAPH_SEED, SEED)
    for _ in range(runs):
        drawn = getattr(stream, kind)((3, 5), dtype)
    assert drawn.shape == (3, 5) and drawn.dtype == dtype
    return drawn.ravel()


@pytest.mark.parametrize("key, counter, number, words", [
    (0, 0, 0, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    (2 ** 64 - 1, 2 ** 64 - 1, 2 ** 64 - 1, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    (0x299F31D0A4093822, 0x0370734413198A2E, 0x85A308D3243F6A88, [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]),
])
def test_the_words_are_those_that_the_authors_of_the_algorithm_publish(key, counter, number, words):
    assert Philox(key, counter).words(np.array([number], np.uint64)).tolist() == [words]


@pytest.mark.parametrize("dtype, first, second", [
    ("float16", [0.548828125, 0.798828125, 0.916015625, 0.923828125, 0.31640625], [0.3046875, 0.9287109375, 0.7177734375]),
    ("float32", [0.16132187843322754, 0.43234848976135254, 0.5328266620635986, 0.31969285011291504, 0.5781636238098145],
     [0.7590703964233398, 0.3528965711593628, 0.5238913297653198]),
    ("float64", [0.29057550883358063, 0.2626135570465582, 0.6598173926019908, 0.7880447694611503, 0.8801057596067674],
     [0.07256364143061744, 0.1911307427023825, 0.9091667956206229]),
])
def test_uniform_numbers_are_exact(dtype, first, second):
    assert numbers("uniform", dtype)[[0, 1, 2, 5, 14]].tolist() == first
    assert numbers("uniform", dtype, runs=2)[:3].tolist() == second


@pytest.mark.parametrize("kind, dtype, first, second", [
    ("normal", "float16", [0.78759765625, -1.740234375, -0.79248046875, -0.751953125, 1.021484375],
     [0.5927734375, -0.447265625, 0.90234375]),
    ("normal", "float32", [0.7877146005630493, -1.7401762008666992, -0.7927009463310242, -0.7520411610603333,
                           1.0219348669052124], [0.5926613807678223, -0.44729629158973694, 0.9022428393363953]),
    ("normal", "float64", [1.5672557565111993, -0.12447092968770117, -0.8721356986041223, 0.2057744761580191,
                           -0.41584380835062557], [2.135628964676778, 0.828052838838887, -0.02710849652725043]),
    ("truncated_normal", "float16", [0.78759765625, -1.740234375, -0.79248046875, -0.004886627197265625, -0.100830078125],
     [0.5927734375, -0.447265625, 0.90234375]),
    ("truncated_normal", "float32", [0.7877146005630493, -1.7401762008666992, -0.7927009463310242, -0.004887741524726152,
                                     -0.1008019745349884], [0.5926613807678223, -0.44729629158973694, 0.9022428393363953]),
    ("truncated_normal", "float64", [1.5672557565111993, -0.12447092968770117, 1.8768022573262515, -0.5162245429810042,
                                     1.0673899483171512], [0.828052838838887, -0.02710849652725043, -1.2944772010028573]),
])
def test_normal_numbers_agree_to_the_last_bits(kind, dtype, first, second):
    close = {"rtol": 4 * np.finfo(dtype).eps, "atol": 0}
    np.testing.assert_allclose(numbers(kind, dtype)[[0, 1, 2, 5, 14]], first, **close)
    np.testing.assert_allclose(numbers(kind, dtype, runs=2)[:3], second, **close)


def test_a_stateless_operation_depends_on_its_two_seeds_alone():
    close = {"rtol": 1e-6, "atol": 1e-7}
    assert Philox.stateless(7, 9).uniform((3,)).tolist() == [0.678327202796936, 0.666729211807251, 0.5541903972625732]
    np.testing.assert_allclose(Philox.stateless(7, 9).normal((3,)), [-0.7631856799, -0.4402256310, 0.1521024853], **close)
    np.testing.assert_allclose(Philox.stateless(-3, 2).truncated_normal((5,)),
                               [-0.9942859411, 1.1252232790, 0.6503257155, -1.0096563101, -0.1246183589], **close)


def test_a_large_array_continues_where_a_small_one_ends():
    large = Philox(1, 2).uniform((300, 1000))
    assert large.ravel()[:15].tolist() == Philox(1, 2).uniform((15,)).tolist()
    assert np.abs(Philox(1, 2).truncated_normal((300, 1000))).max() < 2.0


@pytest.mark.parametrize("kind", ["uniform", "normal", "truncated_normal"])
def test_an_empty_array_takes_nothing_from_the_stream(kind):
    stream = Philox(1, 2)
    assert getattr(stream, kind)((0, 3)).shape == (0, 3)
    assert stream.uniform((2,)).tolist() == Philox(1, 2).uniform((2,)).tolist()
