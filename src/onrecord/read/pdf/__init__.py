"""PDF: the printed lines of each page, and the text that they make."""
