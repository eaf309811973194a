"""A small carrier of our own: an SMSC that speaks SMPP 3.4, and does so badly when a test says so.

``pdu`` is the wire format, ``text`` what an SMS says and how it is cut into parts, ``session`` one
line to a client, ``faults`` what goes wrong, ``phones`` what arrives, ``carrier`` it all.
"""
