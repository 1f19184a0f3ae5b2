"""Names of people and roles: taken apart and compared."""
