"""Trains with callbacks, checkpoints and a learning rate that falls."""
import os
import numpy as np
import keras
from keras import backend as K
from keras.callbacks import Callback, ModelCheckpoint, ReduceLROnPlateau, CSVLogger, LearningRateScheduler, LambdaCallback, EarlyStopping
from keras.layers import Dense, PReLU, GaussianNoise
from keras.models import Sequential, load_model, model_from_json
from data import Data


class Watch(Callback):
    def on_train_begin(self, logs={}):
        self.losses, self.rates = [], []

    def on_batch_end(self, batch, logs={}):
        self.losses.append(float(logs.get('loss')))

    def on_epoch_end(self, epoch, logs={}):
        lr = self.model.optimizer.lr
        iterations = self.model.optimizer.iterations
        self.rates.append(float(K.get_value(lr)))
        self.acc = logs.get('val_acc')


model = Sequential([Dense(5, input_shape=(6,)), PReLU(), Dense(1, activation='sigmoid')])
model.compile(keras.optimizers.Adam(lr=0.05, clipnorm=0.5), 'binary_crossentropy', metrics=['accuracy'])
for k, l in enumerate(model.layers):
    l.set_weights([np.random.RandomState(k).uniform(-.5, .5, w.shape) for w in l.get_weights()])
watch = Watch()
data = Data()
callbacks = [watch, ModelCheckpoint('best.{epoch:02d}.hdf5', monitor='val_acc', save_best_only=True, mode='max', period=1),
             ModelCheckpoint('weights.hdf5', save_weights_only=True),
             ReduceLROnPlateau('val_loss', factor=0.5, patience=0, min_delta=10), CSVLogger('log.csv'),
             LambdaCallback(on_epoch_end=lambda epoch, logs: None), EarlyStopping(monitor='val_loss', min_delta=0, patience=9)]
h = model.fit_generator(data, steps_per_epoch=len(data), epochs=3, validation_data=Data(8), validation_steps=2, callbacks=callbacks,
                        workers=1, use_multiprocessing=False, max_queue_size=4, verbose=0, shuffle=False)
print('RESULT losses', watch.losses[::3])
print('RESULT rates', watch.rates)
print('RESULT history', h.history['loss'], h.history['val_loss'], h.history['lr'])
print('RESULT files', [f for f in sorted(os.listdir('.')) if f.startswith(('best', 'weights', 'log'))][:1])
print('RESULT columns', sorted(open('log.csv').readline().strip().split(',')))
model.load_weights('weights.hdf5')
print('RESULT eval', [float(v) for v in model.evaluate_generator(Data(8), steps=2)])
print('RESULT predict', model.predict_generator(Data(8), steps=2).ravel().tolist())
again = model_from_json(model.to_json())
again.set_weights(model.get_weights())
print('RESULT again', again.predict(data.x[:2]).ravel().tolist())
best = load_model([f for f in sorted(os.listdir('.')) if f.startswith('best')][-1])
print('RESULT best', best.predict(data.x[:2]).ravel().tolist())
