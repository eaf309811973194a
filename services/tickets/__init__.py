"""Tickets: releases, the ledger of claims, tickets, check-in."""
