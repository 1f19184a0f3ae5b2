"""The grammar of time expressions: patterns and the readings they build."""
