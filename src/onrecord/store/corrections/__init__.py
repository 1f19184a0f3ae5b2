"""The log of corrections, and corrections laid over what a model found."""
