"""What can be wrong with a folder of models, said in three beats: what failed, where, what to do."""


class ModelError(Exception):
    """A model cannot be read, ordered or computed; the message names it, its file and a remedy."""
