"""Measurements of speed and memory. The package and the tests never import them."""
