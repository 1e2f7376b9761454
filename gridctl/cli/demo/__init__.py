"""The demonstration county: a recipe, the draw it rules, and the files its clerks would keep."""
