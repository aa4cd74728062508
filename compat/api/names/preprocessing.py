"""Public names of the old Keras whose home is ``preprocessing`` (Keras 2.2.4 and 2.3.1)."""
from compat.api.rows import Name

NAMES = (
    Name("DirectoryIterator", "class", "preprocessing.image", ("keras.preprocessing.image",), "(directory, image_data_generator, target_size=(256, 256), color_mode='rgb', classes=None, class_mode='categorical', batch_size=32, shuffle=True, seed=None, data_format=None, save_to_dir=None, save_prefix='', save_format='png', follow_links=False, subset=None, interpolation='nearest', dtype=None)"),
    Name("ImageDataGenerator", "class", "preprocessing.image", ("keras.preprocessing.image",), "(featurewise_center=False, samplewise_center=False, featurewise_std_normalization=False, samplewise_std_normalization=False, zca_whitening=False, zca_epsilon=1e-06, rotation_range=0, width_shift_range=0.0, height_shift_range=0.0, brightness_range=None, shear_range=0.0, zoom_range=0.0, channel_shift_range=0.0, fill_mode='nearest', cval=0.0, horizontal_flip=False, vertical_flip=False, rescale=None, preprocessing_function=None, data_format=None, validation_split=0.0, dtype=None)", "(featurewise_center=False, samplewise_center=False, featurewise_std_normalization=False, samplewise_std_normalization=False, zca_whitening=False, zca_epsilon=1e-06, rotation_range=0, width_shift_range=0.0, height_shift_range=0.0, brightness_range=None, shear_range=0.0, zoom_range=0.0, channel_shift_range=0.0, fill_mode='nearest', cval=0.0, horizontal_flip=False, vertical_flip=False, rescale=None, preprocessing_function=None, data_format='channels_last', validation_split=0.0, interpolation_order=1, dtype='float32')"),
    Name("Iterator", "class", "preprocessing.image", ("keras.preprocessing.image",), '(n, batch_size, shuffle, seed)'),
    Name("NumpyArrayIterator", "class", "preprocessing.image", ("keras.preprocessing.image",), "(x, y, image_data_generator, batch_size=32, shuffle=False, sample_weight=None, seed=None, data_format=None, save_to_dir=None, save_prefix='', save_format='png', subset=None, dtype=None)"),
    Name("apply_affine_transform", "function", "preprocessing.image", ("keras.preprocessing.image",), "(x, theta=0, tx=0, ty=0, shear=0, zx=1, zy=1, row_axis=0, col_axis=1, channel_axis=2, fill_mode='nearest', cval=0.0, order=1)"),
    Name("apply_brightness_shift", "function", "preprocessing.image", ("keras.preprocessing.image",), '(x, brightness)'),
    Name("apply_channel_shift", "function", "preprocessing.image", ("keras.preprocessing.image",), '(x, intensity, channel_axis=0)'),
    Name("array_to_img", "function", "preprocessing.image", ("keras.preprocessing.image",), '(x, data_format=None, scale=True, dtype=None)'),
    Name("img_to_array", "function", "preprocessing.image", ("keras.preprocessing.image",), '(img, data_format=None, dtype=None)'),
    Name("load_img", "function", "preprocessing.image", ("keras.preprocessing.image",), "(path, grayscale=False, color_mode='rgb', target_size=None, interpolation='nearest')"),
    Name("random_brightness", "function", "preprocessing.image", ("keras.preprocessing.image",), '(x, brightness_range)'),
    Name("random_channel_shift", "function", "preprocessing.image", ("keras.preprocessing.image",), '(x, intensity_range, channel_axis=0)'),
    Name("random_rotation", "function", "preprocessing.image", ("keras.preprocessing.image",), "(x, rg, row_axis=1, col_axis=2, channel_axis=0, fill_mode='nearest', cval=0.0, interpolation_order=1)"),
    Name("random_shear", "function", "preprocessing.image", ("keras.preprocessing.image",), "(x, intensity, row_axis=1, col_axis=2, channel_axis=0, fill_mode='nearest', cval=0.0, interpolation_order=1)"),
    Name("random_shift", "function", "preprocessing.image", ("keras.preprocessing.image",), "(x, wrg, hrg, row_axis=1, col_axis=2, channel_axis=0, fill_mode='nearest', cval=0.0, interpolation_order=1)"),
    Name("random_zoom", "function", "preprocessing.image", ("keras.preprocessing.image",), "(x, zoom_range, row_axis=1, col_axis=2, channel_axis=0, fill_mode='nearest', cval=0.0, interpolation_order=1)"),
    Name("save_img", "function", "preprocessing.image", ("keras.preprocessing.image",), '(path, x, data_format=None, file_format=None, scale=True, **kwargs)'),
    Name("TimeseriesGenerator", "class", "preprocessing.sequence", ("keras.preprocessing.sequence",), '(data, targets, length, sampling_rate=1, stride=1, start_index=0, end_index=None, shuffle=False, reverse=False, batch_size=128)'),
    # _remove_long_seq: private, and yet imported by old code from here.
    Name("_remove_long_seq", "function", "preprocessing.sequence", ("keras.preprocessing.sequence",), "(maxlen, seq, label)"),
    Name("make_sampling_table", "function", "preprocessing.sequence", ("keras.preprocessing.sequence",), '(size, sampling_factor=1e-05)'),
    Name("pad_sequences", "function", "preprocessing.sequence", ("keras.preprocessing.sequence",), "(sequences, maxlen=None, dtype='int32', padding='pre', truncating='pre', value=0.0)"),
    Name("skipgrams", "function", "preprocessing.sequence", ("keras.preprocessing.sequence",), '(sequence, vocabulary_size, window_size=4, negative_samples=1.0, shuffle=True, categorical=False, sampling_table=None, seed=None)'),
    Name("Tokenizer", "class", "preprocessing.text", ("keras.preprocessing.text",), '(num_words=None, filters=\'!"#$%&()*+,-./:;<=>?@[\\\\]^_`{|}~\\t\\n\', lower=True, split=\' \', char_level=False, oov_token=None, document_count=0, **kwargs)'),
    Name("hashing_trick", "function", "preprocessing.text", ("keras.preprocessing.text",), '(text, n, hash_function=None, filters=\'!"#$%&()*+,-./:;<=>?@[\\\\]^_`{|}~\\t\\n\', lower=True, split=\' \')'),
    Name("one_hot", "function", "preprocessing.text", ("keras.preprocessing.text",), '(text, n, filters=\'!"#$%&()*+,-./:;<=>?@[\\\\]^_`{|}~\\t\\n\', lower=True, split=\' \')'),
    Name("text_to_word_sequence", "function", "preprocessing.text", ("keras.preprocessing.text",), '(text, filters=\'!"#$%&()*+,-./:;<=>?@[\\\\]^_`{|}~\\t\\n\', lower=True, split=\' \')'),
    Name("DataFrameIterator", "class", "preprocessing.image", ("keras.preprocessing.image@2.3.1",), None, "(dataframe, directory=None, image_data_generator=None, x_col='filename', y_col='class', weight_col=None, target_size=(256, 256), color_mode='rgb', classes=None, class_mode='categorical', batch_size=32, shuffle=True, seed=None, data_format='channels_last', save_to_dir=None, save_prefix='', save_format='png', subset=None, interpolation='nearest', dtype='float32', validate_filenames=True)"),
    Name("tokenizer_from_json", "function", "preprocessing.text", ("keras.preprocessing.text@2.3.1",), None, '(json_string)'),
)
