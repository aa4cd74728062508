"""Small data sets (``keras.datasets`` of Keras 2.2.4): its arguments and the types of its arrays, read by Keras 3.

Without a network a missing file is an error that says which file to put where.
"""
