"""Names and roles of people: parsed and compared."""
