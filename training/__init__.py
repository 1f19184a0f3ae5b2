"""Makes the weights of models. The package never imports it."""
