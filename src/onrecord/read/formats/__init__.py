"""File formats, one module each: bytes in, reports out."""
