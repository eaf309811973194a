"""Tenders parted into lots, each of which an organisation may apply for and win by itself.

In the data they are called ``lots``, as in OCDS; the room is not, because ``lots/`` draws by lot.
"""
