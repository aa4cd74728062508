"""``keras.preprocessing`` of Keras 2.2.4 and 2.3.1, out of the package ``keras_preprocessing``.

Both versions called that package. What later Kerases kept of it has other arguments, and turns, shears and zooms images
about another centre.
"""
