"""Templates: what a standard demands of a repository, what applying it does, and how far trees drift."""
