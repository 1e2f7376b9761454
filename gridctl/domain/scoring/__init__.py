"""Scoring: schemes as data, primitives, a pure evaluation."""
