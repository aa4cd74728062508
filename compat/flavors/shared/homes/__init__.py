"""What serves names of the old Keras on every flavor that has nothing of its own for them: one module for each home."""
