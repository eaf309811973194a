"""Surveys: what members are asked, who may answer, and when."""
