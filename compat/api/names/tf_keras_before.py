"""Signatures of tf.keras that changed before 2.15, read off the real 2.4 to 2.14.

A row says before which TensorFlow a name took which arguments, oldest first. An argument that came last is not here: no
older call means another thing by it.
"""
from typing import Mapping, Tuple

#: Path and name → (first TensorFlow that no longer takes it, signature), oldest first.
BEFORE: Mapping[str, Tuple[Tuple[str, str], ...]] = {
    "tf.keras.backend.binary_focal_crossentropy": (
        ("2.10", "(target, output, gamma=2.0, from_logits=False)"),
    ),
    "tf.keras.callbacks.TensorBoard": (
        ("2.5", "(log_dir='logs', histogram_freq=0, write_graph=True, write_images=False, update_freq='epoch', profile_batch=2, embeddings_freq=0, embeddings_metadata=None, **kwargs)"),
        ("2.7", "(log_dir='logs', histogram_freq=0, write_graph=True, write_images=False, write_steps_per_second=False, update_freq='epoch', profile_batch=2, embeddings_freq=0, embeddings_metadata=None, **kwargs)"),
    ),
    "tf.keras.callbacks.experimental.BackupAndRestore": (
        ("2.8", "(backup_dir)"),
    ),
    "tf.keras.experimental.SidecarEvaluator": (
        ("2.8", "(model, data, checkpoint_dir, steps=None, max_evaluations=None, callbacks=None)"),
    ),
    "tf.keras.layers.BatchNormalization": (
        ("2.5", "(axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True, beta_initializer='zeros', gamma_initializer='ones', moving_mean_initializer='zeros', moving_variance_initializer='ones', beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None, renorm=False, renorm_clipping=None, renorm_momentum=0.99, fused=None, trainable=True, virtual_batch_size=None, adjustment=None, name=None, **kwargs)"),
    ),
    "tf.keras.layers.IntegerLookup": (
        ("2.7", "(max_tokens=None, num_oov_indices=1, mask_token=None, oov_token=-1, vocabulary=None, invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False, **kwargs)"),
        ("2.8", "(max_tokens=None, num_oov_indices=1, mask_token=None, oov_token=-1, vocabulary=None, idf_weights=None, invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False, **kwargs)"),
    ),
    "tf.keras.layers.LayerNormalization": (
        ("2.5", "(axis=-1, epsilon=0.001, center=True, scale=True, beta_initializer='zeros', gamma_initializer='ones', beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None, trainable=True, name=None, **kwargs)"),
    ),
    "tf.keras.layers.StringLookup": (
        ("2.7", "(max_tokens=None, num_oov_indices=1, mask_token=None, oov_token='[UNK]', vocabulary=None, encoding=None, invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False, **kwargs)"),
        ("2.11", "(max_tokens=None, num_oov_indices=1, mask_token=None, oov_token='[UNK]', vocabulary=None, idf_weights=None, encoding=None, invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False, **kwargs)"),
    ),
    "tf.keras.layers.experimental.SyncBatchNormalization": (
        ("2.5", "(axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True, beta_initializer='zeros', gamma_initializer='ones', moving_mean_initializer='zeros', moving_variance_initializer='ones', beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None, renorm=False, renorm_clipping=None, renorm_momentum=0.99, trainable=True, adjustment=None, name=None, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.CategoryEncoding": (
        ("2.5", "(max_tokens=None, output_mode='binary', sparse=False, **kwargs)"),
        ("2.6", "(num_tokens=None, output_mode='binary', sparse=False, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.CenterCrop": (
        ("2.5", "(height, width, name=None, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.Discretization": (
        ("2.5", "(bins, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.Hashing": (
        ("2.5", "(num_bins, salt=None, name=None, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.IntegerLookup": (
        ("2.5", "(max_values=None, num_oov_indices=1, mask_value=0, oov_value=-1, vocabulary=None, invert=False, **kwargs)"),
        ("2.6", "(max_tokens=None, num_oov_indices=1, mask_token=0, oov_token=-1, vocabulary=None, invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False, **kwargs)"),
        ("2.7", "(max_tokens=None, num_oov_indices=1, mask_token=None, oov_token=-1, vocabulary=None, invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False, **kwargs)"),
        ("2.8", "(max_tokens=None, num_oov_indices=1, mask_token=None, oov_token=-1, vocabulary=None, idf_weights=None, invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.Normalization": (
        ("2.5", "(axis=-1, dtype=None, mean=None, variance=None, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.PreprocessingLayer": (
        ("2.5", "(trainable=True, name=None, dtype=None, dynamic=False, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.RandomContrast": (
        ("2.5", "(factor, seed=None, name=None, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.RandomCrop": (
        ("2.5", "(height, width, seed=None, name=None, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.RandomFlip": (
        ("2.5", "(mode='horizontal_and_vertical', seed=None, name=None, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.RandomHeight": (
        ("2.5", "(factor, interpolation='bilinear', seed=None, name=None, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.RandomRotation": (
        ("2.5", "(factor, fill_mode='reflect', interpolation='bilinear', seed=None, name=None, fill_value=0.0, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.RandomTranslation": (
        ("2.5", "(height_factor, width_factor, fill_mode='reflect', interpolation='bilinear', seed=None, name=None, fill_value=0.0, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.RandomWidth": (
        ("2.5", "(factor, interpolation='bilinear', seed=None, name=None, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.RandomZoom": (
        ("2.5", "(height_factor, width_factor=None, fill_mode='reflect', interpolation='bilinear', seed=None, name=None, fill_value=0.0, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.Rescaling": (
        ("2.5", "(scale, offset=0.0, name=None, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.Resizing": (
        ("2.6", "(height, width, interpolation='bilinear', name=None, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.StringLookup": (
        ("2.5", "(max_tokens=None, num_oov_indices=1, mask_token='', oov_token='[UNK]', vocabulary=None, encoding=None, invert=False, **kwargs)"),
        ("2.6", "(max_tokens=None, num_oov_indices=1, mask_token='', oov_token='[UNK]', vocabulary=None, encoding=None, invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False, **kwargs)"),
        ("2.7", "(max_tokens=None, num_oov_indices=1, mask_token=None, oov_token='[UNK]', vocabulary=None, encoding=None, invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False, **kwargs)"),
        ("2.11", "(max_tokens=None, num_oov_indices=1, mask_token=None, oov_token='[UNK]', vocabulary=None, idf_weights=None, encoding=None, invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False, **kwargs)"),
    ),
    "tf.keras.layers.experimental.preprocessing.TextVectorization": (
        ("2.5", "(max_tokens=None, standardize='lower_and_strip_punctuation', split='whitespace', ngrams=None, output_mode='int', output_sequence_length=None, pad_to_max_tokens=True, vocabulary=None, **kwargs)"),
    ),
    "tf.keras.losses.BinaryCrossentropy": (
        ("2.6", "(from_logits=False, label_smoothing=0, reduction='auto', name='binary_crossentropy')"),
    ),
    "tf.keras.losses.BinaryFocalCrossentropy": (
        ("2.10", "(gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1, reduction='auto', name='binary_focal_crossentropy')"),
    ),
    "tf.keras.losses.CategoricalCrossentropy": (
        ("2.6", "(from_logits=False, label_smoothing=0, reduction='auto', name='categorical_crossentropy')"),
    ),
    "tf.keras.losses.SparseCategoricalCrossentropy": (
        ("2.10", "(from_logits=False, reduction='auto', name='sparse_categorical_crossentropy')"),
    ),
    "tf.keras.losses.binary_focal_crossentropy": (
        ("2.10", "(y_true, y_pred, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1)"),
    ),
    "tf.keras.metrics.AUC": (
        ("2.5", "(num_thresholds=200, curve='ROC', summation_method='interpolation', name=None, dtype=None, thresholds=None, multi_label=False, label_weights=None)"),
    ),
    "tf.keras.metrics.PrecisionAtRecall": (
        ("2.5", "(recall, num_thresholds=200, name=None, dtype=None)"),
    ),
    "tf.keras.metrics.RecallAtPrecision": (
        ("2.5", "(precision, num_thresholds=200, name=None, dtype=None)"),
    ),
    "tf.keras.metrics.SensitivityAtSpecificity": (
        ("2.5", "(specificity, num_thresholds=200, name=None, dtype=None)"),
    ),
    "tf.keras.metrics.SparseCategoricalCrossentropy": (
        ("2.10", "(name='sparse_categorical_crossentropy', dtype=None, from_logits=False, axis=-1)"),
    ),
    "tf.keras.metrics.SpecificityAtSensitivity": (
        ("2.5", "(sensitivity, num_thresholds=200, name=None, dtype=None)"),
    ),
    "tf.keras.metrics.binary_focal_crossentropy": (
        ("2.10", "(y_true, y_pred, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1)"),
    ),
    "tf.keras.mixed_precision.LossScaleOptimizer": (
        ("2.9", "(inner_optimizer, dynamic=True, initial_scale=None, dynamic_growth_steps=None)"),
    ),
    "tf.keras.models.load_model": (
        ("2.12", "(filepath, custom_objects=None, compile=True, options=None)"),
    ),
    "tf.keras.models.save_model": (
        ("2.12", "(model, filepath, overwrite=True, include_optimizer=True, save_format=None, signatures=None, options=None, save_traces=True)"),
    ),
    "tf.keras.optimizers.Adadelta": (
        ("2.11", "(learning_rate=0.001, rho=0.95, epsilon=1e-07, name='Adadelta', **kwargs)"),
    ),
    "tf.keras.optimizers.Adagrad": (
        ("2.11", "(learning_rate=0.001, initial_accumulator_value=0.1, epsilon=1e-07, name='Adagrad', **kwargs)"),
    ),
    "tf.keras.optimizers.Adam": (
        ("2.11", "(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07, amsgrad=False, name='Adam', **kwargs)"),
    ),
    "tf.keras.optimizers.Adamax": (
        ("2.11", "(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07, name='Adamax', **kwargs)"),
    ),
    "tf.keras.optimizers.Ftrl": (
        ("2.11", "(learning_rate=0.001, learning_rate_power=-0.5, initial_accumulator_value=0.1, l1_regularization_strength=0.0, l2_regularization_strength=0.0, name='Ftrl', l2_shrinkage_regularization_strength=0.0, beta=0.0, **kwargs)"),
    ),
    "tf.keras.optimizers.Nadam": (
        ("2.11", "(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07, name='Nadam', **kwargs)"),
    ),
    "tf.keras.optimizers.RMSprop": (
        ("2.11", "(learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-07, centered=False, name='RMSprop', **kwargs)"),
    ),
    "tf.keras.optimizers.SGD": (
        ("2.11", "(learning_rate=0.01, momentum=0.0, nesterov=False, name='SGD', **kwargs)"),
        ("2.12", "(learning_rate=0.01, momentum=0.0, nesterov=False, amsgrad=False, weight_decay=None, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, jit_compile=True, name='SGD', **kwargs)"),
    ),
    "tf.keras.optimizers.experimental.Adadelta": (
        ("2.11", "(learning_rate=0.001, rho=0.95, epsilon=1e-07, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, jit_compile=True, name='Adadelta', **kwargs)"),
    ),
    "tf.keras.optimizers.experimental.Adagrad": (
        ("2.11", "(learning_rate=0.001, initial_accumulator_value=0.1, epsilon=1e-07, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, jit_compile=True, name='Adagrad', **kwargs)"),
    ),
    "tf.keras.optimizers.experimental.Adam": (
        ("2.11", "(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07, amsgrad=False, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, jit_compile=True, name='Adam', **kwargs)"),
    ),
    "tf.keras.optimizers.experimental.Adamax": (
        ("2.11", "(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, jit_compile=True, name='Adamax', **kwargs)"),
    ),
    "tf.keras.optimizers.experimental.Ftrl": (
        ("2.11", "(learning_rate=0.001, learning_rate_power=-0.5, initial_accumulator_value=0.1, l1_regularization_strength=0.0, l2_regularization_strength=0.0, l2_shrinkage_regularization_strength=0.0, beta=0.0, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, jit_compile=True, name='Ftrl', **kwargs)"),
    ),
    "tf.keras.optimizers.experimental.Nadam": (
        ("2.11", "(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, jit_compile=True, name='Nadam', **kwargs)"),
    ),
    "tf.keras.optimizers.experimental.RMSprop": (
        ("2.11", "(learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-07, centered=False, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=100, jit_compile=True, name='RMSprop', **kwargs)"),
    ),
    "tf.keras.optimizers.experimental.SGD": (
        ("2.11", "(learning_rate=0.01, momentum=0.0, nesterov=False, amsgrad=False, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, jit_compile=True, name='SGD', **kwargs)"),
        ("2.12", "(learning_rate=0.01, momentum=0.0, nesterov=False, amsgrad=False, weight_decay=None, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, jit_compile=True, name='SGD', **kwargs)"),
    ),
    "tf.keras.preprocessing.image.DirectoryIterator": (
        ("2.9", "(directory, image_data_generator, target_size=(256, 256), color_mode='rgb', classes=None, class_mode='categorical', batch_size=32, shuffle=True, seed=None, data_format=None, save_to_dir=None, save_prefix='', save_format='png', follow_links=False, subset=None, interpolation='nearest', dtype=None)"),
    ),
    "tf.keras.preprocessing.image.ImageDataGenerator": (
        ("2.9", "(featurewise_center=False, samplewise_center=False, featurewise_std_normalization=False, samplewise_std_normalization=False, zca_whitening=False, zca_epsilon=1e-06, rotation_range=0, width_shift_range=0.0, height_shift_range=0.0, brightness_range=None, shear_range=0.0, zoom_range=0.0, channel_shift_range=0.0, fill_mode='nearest', cval=0.0, horizontal_flip=False, vertical_flip=False, rescale=None, preprocessing_function=None, data_format=None, validation_split=0.0, dtype=None)"),
    ),
    "tf.keras.preprocessing.image.NumpyArrayIterator": (
        ("2.9", "(x, y, image_data_generator, batch_size=32, shuffle=False, sample_weight=None, seed=None, data_format=None, save_to_dir=None, save_prefix='', save_format='png', subset=None, dtype=None)"),
    ),
    "tf.keras.preprocessing.image.apply_affine_transform": (
        ("2.9", "(x, theta=0, tx=0, ty=0, shear=0, zx=1, zy=1, row_axis=0, col_axis=1, channel_axis=2, fill_mode='nearest', cval=0.0, order=1)"),
    ),
    "tf.keras.preprocessing.text.Tokenizer": (
        ("2.9", "(num_words=None, filters='!\"#$%&()*+,-./:;<=>?@[\\\\]^_`{|}~\\t\\n', lower=True, split=' ', char_level=False, oov_token=None, document_count=0, **kwargs)"),
    ),
    "tf.keras.utils.GeneratorEnqueuer": (
        ("2.5", "(sequence, use_multiprocessing=False, random_seed=None)"),
    ),
    "tf.keras.utils.deserialize_keras_object": (
        ("2.13", "(identifier, module_objects=None, custom_objects=None, printable_module_name='object')"),
    ),
    "tf.keras.utils.get_file": (
        ("2.6", "(fname, origin, untar=False, md5_hash=None, file_hash=None, cache_subdir='datasets', hash_algorithm='auto', extract=False, archive_format='auto', cache_dir=None)"),
    ),
    "tf.keras.utils.serialize_keras_object": (
        ("2.13", "(instance)"),
    ),
}
