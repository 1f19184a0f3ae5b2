"""Tables, database, keys, packed records and the query tree."""
