"""What several flavors share. No module here imports a Keras: the installed one is an argument."""
