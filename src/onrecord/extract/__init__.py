"""What a report says: attributions and statements. Pure functions of text and weights."""
