"""File formats: bytes in, reports out; one module a format."""
