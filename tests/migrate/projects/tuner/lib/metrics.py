"""Each metric imports what it needs."""


def mae(y_true, y_pred):
    from tensorflow.keras import backend as K
    return K.mean(K.abs(y_pred - y_true), axis=-1)


def rmsle(y_true, y_pred):
    from tensorflow.keras import backend as K
    import tensorflow as tf
    logs = [K.log(K.clip(each, K.epsilon(), None) + 1.) for each in (y_pred, y_true)]
    return tf.keras.backend.mean(K.square(logs[0] - logs[1]), axis=-1)
