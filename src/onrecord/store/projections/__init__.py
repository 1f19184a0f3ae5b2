"""What is searched: one module a searched thing, made from the facts and corrections."""
