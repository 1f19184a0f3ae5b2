"""When, where and to whom each statement was made."""
