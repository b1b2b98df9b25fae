"""Deontic statements: who must, must not, may or is encouraged to do what, by when."""
