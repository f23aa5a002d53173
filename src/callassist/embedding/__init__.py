"""The small model: how like a line is to the examples by its sense and not its words. Optional: the extra `[nlp]`.

Nothing of it is imported before something is heard; without the extra, or with CALLASSIST_NLP=0, all is as without it.
"""

from callassist.embedding.loading import Listener, NoModel, embedded, is_wanted

__all__ = ["Listener", "NoModel", "embedded", "is_wanted"]
