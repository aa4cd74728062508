"""Trains with callbacks, checkpoints and a learning rate that falls."""
import os
import numpy as np
import keras
from keras import backend as K
from keras.callbacks import Callback, ModelCheckpoint, ReduceLROnPlateau, CSVLogger, LearningRateScheduler, LambdaCallback, EarlyStopping
from keras.layers import Dense, PReLU, GaussianNoise
from keras.models import Sequential, load_model, model_from_json
from data import Data
from keras import ops


class Watch(Callback):
    def on_train_begin(self, logs={}):
        self.losses, self.rates = [], []

    # compat: K310 logs hold the means since the epoch began, not the numbers of the batch (batch_logs)
    def on_batch_end(self, batch, logs={}):
        self.losses.append(float(logs.get('loss')))

    def on_epoch_end(self, epoch, logs={}):
        lr = self.model.optimizer.learning_rate
        iterations = self.model.optimizer.iterations
        self.rates.append(float(ops.convert_to_numpy(lr)))
        self.acc = logs.get('val_accuracy')


model = Sequential([Dense(5, input_shape=(6,)), PReLU(), Dense(1, activation='sigmoid')])
model.compile(keras.optimizers.Adam(learning_rate=0.05, global_clipnorm=0.5), 'binary_crossentropy', metrics=['accuracy'])
for k, l in enumerate(model.layers):
    l.set_weights([np.random.RandomState(k).uniform(-.5, .5, w.shape) for w in l.get_weights()])
watch = Watch()
data = Data()
callbacks = [watch, ModelCheckpoint('best.{epoch:02d}.h5', monitor='val_accuracy', save_best_only=True, mode='max'),
             ModelCheckpoint('weights.weights.h5', save_weights_only=True),
             ReduceLROnPlateau('val_loss', factor=0.5, patience=0, min_delta=10), CSVLogger('log.csv'),
             LambdaCallback(on_epoch_end=lambda epoch, logs: None), EarlyStopping(monitor='val_loss', min_delta=0, patience=9)]
h = model.fit(data, steps_per_epoch=len(data), epochs=3, validation_data=Data(8), validation_steps=2, callbacks=callbacks, verbose=0, shuffle=False)
print('RESULT losses', watch.losses[::3])
print('RESULT rates', watch.rates)
print('RESULT history', h.history['loss'], h.history['val_loss'], h.history['learning_rate'])
print('RESULT files', [f for f in sorted(os.listdir('.')) if f.startswith(('best', 'weights', 'log'))][:1])
print('RESULT columns', sorted(open('log.csv').readline().strip().split(',')))
model.load_weights('weights.weights.h5')
print('RESULT eval', [float(v) for v in model.evaluate(Data(8), steps=2)])
print('RESULT predict', model.predict(Data(8), steps=2).ravel().tolist())
again = model_from_json(model.to_json())
again.set_weights(model.get_weights())
print('RESULT again', again.predict(data.x[:2]).ravel().tolist())
best = load_model([f for f in sorted(os.listdir('.')) if f.startswith('best')][-1])
print('RESULT best', best.predict(data.x[:2]).ravel().tolist())
