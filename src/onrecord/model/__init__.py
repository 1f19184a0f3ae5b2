"""The one encoder: tokenizer, windows, network, decoding, linking and the packaged weights."""
