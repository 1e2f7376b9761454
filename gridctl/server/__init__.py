"""The web face: a FastAPI application derived from the registry."""
