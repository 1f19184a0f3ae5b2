"""An encoder: its tokenizer, windows and ONNX session."""
