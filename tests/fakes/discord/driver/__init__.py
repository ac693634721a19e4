"""What tests do: set the scene, and act as the people in it."""
