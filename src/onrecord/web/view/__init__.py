"""What pages are made of: templates, highlighted text, the search form and JSON responses."""
