"""What was shown to whom and what came of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ACTIONS = {"ignored": 0, "viewed": 1, "applied": 2}
ANSWERS = {"": -1, "declined": 0, "accepted": 1}


@dataclass(frozen=True, slots=True)
class Feedback:
    """Suggestions as columns, all of shape (shown,).

    resident, offer: places in the lists that come with it. position: in the list, from 0. action: 0 ignored (perhaps
    never seen), 1 viewed, 2 applied. answer of the place: -1 none, 0 declined, 1 accepted.
    """

    resident: NDArray[np.int32]
    offer: NDArray[np.int32]
    position: NDArray[np.int32]
    action: NDArray[np.int8]
    answer: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.resident)

    @property
    def is_examined(self) -> NDArray[np.bool_]:
        """(shown,) True where the resident looked for certain."""
        return self.action > 0

    @property
    def has_applied(self) -> NDArray[np.bool_]:
        """(shown,) True where the resident applied."""
        return self.action > 1

    @property
    def accepted(self) -> NDArray[np.float64]:
        """(shown,) 1 or 0 as the place answered, NaN where it did not."""
        return np.where(self.answer < 0, np.nan, self.answer.astype(np.float64))
