"""What the encoder is trained for: each task has its texts, its batches and its losses."""
