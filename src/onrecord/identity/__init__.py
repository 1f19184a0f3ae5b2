"""One identity over many reports."""
