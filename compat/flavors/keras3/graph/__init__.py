"""The graph of Keras 1 and 2 over the KerasTensors of Keras 3: programs from tensors to tensors, reads of variables, and
symbolic gradients.

In Keras 2 every tensor outside of a function belonged to one graph: ``K.square(v)`` of a variable described a
computation, which ``K.eval``, ``K.function`` or a training step ran later. Keras 3 computes at once and describes only
what starts at an ``Input``. Here a variable can start a description, too (:mod:`.reading`); :mod:`.program` runs what
is described, with the values that the variables have then; :mod:`.gradients` describes gradients.
"""
