"""Preparing text, sequences and images (``keras.preprocessing`` of Keras 1 and 2) on Keras 3.

Keras 3 still has the code, out of its public sight (``keras.src.legacy.preprocessing``); where its numbers are no longer
those of Keras 2.2.4 they are brought back here.
"""
