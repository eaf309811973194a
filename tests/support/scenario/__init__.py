"""The whole way of a purchase, from 144 needs to 35 awards, driven over HTTP as people would.

A module a stage; each does what people do, and asserts the exact figures that must come of it. How
large it is, ``sizes.py`` says.
"""
