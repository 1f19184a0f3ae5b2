"""What pages show and how: templates, highlights, queries, values for people."""
