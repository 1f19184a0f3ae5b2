"""The heads of the encoder: scores and states of words in, spans and probabilities out; one module a head."""
