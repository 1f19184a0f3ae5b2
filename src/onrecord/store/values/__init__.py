"""Plain values that a store returns."""
