"""A news page: when its article was published, its body, and the quotations that its layout marks."""
