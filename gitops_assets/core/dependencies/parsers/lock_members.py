"""For which folders a lock file speaks."""

MEMBER = "lock:member"
"""Group of the definitions whose ``name`` is a folder, relative to the lock file, that it has versions for.

A lock file without any speaks for every folder below its own.
"""
