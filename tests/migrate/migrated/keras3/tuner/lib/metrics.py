"""Each metric imports what it needs."""

from keras import ops


def mae(y_true, y_pred):
    return ops.mean(ops.abs(y_pred - y_true), axis=-1)


def rmsle(y_true, y_pred):
    from keras import backend as K
    logs = [ops.log(ops.clip(each, K.epsilon(), None) + 1.) for each in (y_pred, y_true)]
    return ops.mean(ops.square(logs[0] - logs[1]), axis=-1)
