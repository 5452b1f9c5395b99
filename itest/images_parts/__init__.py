"""The recipes of the images and what they share; itest/images is the command."""
