"""Templates: what a standard demands of a repository, what applying it does, how far a tree drifted."""
