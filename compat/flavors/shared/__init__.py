"""What the two Keras 2 flavors have in common. Nothing here imports a Keras: what differs is handed in."""
