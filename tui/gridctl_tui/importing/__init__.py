"""Bringing a file in, step by step: choose it, see how it is read, try it, bring it in."""
