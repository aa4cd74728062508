"""Public names of the old Keras whose home is ``callbacks`` (Keras 2.2.4 and 2.3.1)."""
from compat.api.rows import Name

NAMES = (
    Name("BaseLogger", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), '(stateful_metrics=None)'),
    Name("CSVLogger", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), "(filename, separator=',', append=False)"),
    Name("Callback", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), '()'),
    Name("CallbackList", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), '(callbacks=None, queue_length=10)'),
    Name("EarlyStopping", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), "(monitor='val_loss', min_delta=0, patience=0, verbose=0, mode='auto', baseline=None, restore_best_weights=False)"),
    Name("History", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), '()'),
    Name("LambdaCallback", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), '(on_epoch_begin=None, on_epoch_end=None, on_batch_begin=None, on_batch_end=None, on_train_begin=None, on_train_end=None, **kwargs)'),
    Name("LearningRateScheduler", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), '(schedule, verbose=0)'),
    Name("ModelCheckpoint", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), "(filepath, monitor='val_loss', verbose=0, save_best_only=False, save_weights_only=False, mode='auto', period=1)"),
    Name("ProgbarLogger", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), "(count_mode='samples', stateful_metrics=None)"),
    Name("ReduceLROnPlateau", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), "(monitor='val_loss', factor=0.1, patience=10, verbose=0, mode='auto', min_delta=0.0001, cooldown=0, min_lr=0, **kwargs)"),
    Name("RemoteMonitor", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), "(root='http://localhost:9000', path='/publish/epoch/end/', field='data', headers=None, send_as_json=False)"),
    Name("TensorBoard", "class", "callbacks", ("keras.callbacks", "keras.callbacks.tensorboard_v1@2.3.1", "keras.callbacks.tensorboard_v2@2.3.1"), "(log_dir='./logs', histogram_freq=0, batch_size=32, write_graph=True, write_grads=False, write_images=False, embeddings_freq=0, embeddings_layer_names=None, embeddings_metadata=None, embeddings_data=None, update_freq='epoch')"),
    Name("TerminateOnNaN", "class", "callbacks", ("keras.callbacks", "keras.callbacks.callbacks@2.3.1"), '()'),
)
