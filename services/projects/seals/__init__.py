"""The seal of a call: a key in two halves, each of which one office can release."""
