"""Everything between a path and a model that needs no Keras: read, upgrade, build, assign, verify."""
