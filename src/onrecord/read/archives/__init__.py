"""Archives, one module each: bytes in, the reports among their records out."""
