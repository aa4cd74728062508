"""Hashes of texts beside the numbers that TensorFlow 2.15 gives, for texts of every length that a hash treats otherwise."""
from compat.flavors.shared.text_hashes import crossed, fingerprint, strong

TEXTS = [b"", b"ab", b"caf\xc3\xa9", b"unknown", b"a word of 17 byte", b"thirty-three bytes of text, twice", b"x" * 64,
         b"x" * 65, bytes(range(200))]
BUCKETS = (1 << 62) - 57
#: ``tf.strings.to_hash_bucket_fast(TEXTS, BUCKETS)``.
FAST = [
    1936946117179621569, 3066228220894225808, 2156005646011579893, 623263724614324361, 1041691392061483228,
    2358050710473834131, 2304502108871267313, 323337772074164082, 525935771297148851]
#: ``tf.strings.to_hash_bucket_strong(TEXTS, BUCKETS, [137, 42])``.
STRONG = [
    1194419777677701182, 3647379601146247556, 1785537800828514355, 3871129070262244158, 391955131850227128,
    2438750812780062936, 2395546096160877871, 4542433522800887725, 449233820137544015]
#: ``tf.sparse.cross_hashed`` of the texts and the whole numbers from -3 to 5.
CROSSED = [
    3018161454725819420, 3009789925431613555, 555091612919380494, 3485634287625970255, 1610321910419254213,
    1535513976257646240, 1553236001344231580, 841086532812155171, 2042398214213528270]


def test_a_fingerprint_is_that_of_tensorflow():
    assert [fingerprint(text) % BUCKETS for text in TEXTS] == FAST


def test_a_hash_with_a_key_is_that_of_tensorflow():
    assert [strong(text, (137, 42)) % BUCKETS for text in TEXTS] == STRONG


def test_a_hash_of_two_columns_is_that_of_tensorflow():
    assert [crossed([fingerprint(text), number]) % BUCKETS for text, number in zip(TEXTS, range(-3, 6))] == CROSSED
