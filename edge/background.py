"""What moves or came: everything that is not the background of the street."""

import math

import cv2
import numpy as np

from edge.frames import Gray, Mask

_LEARNING_FRAMES = 30
_SHARE_OF_A_LIGHT_CHANGE = 0.6
_HIDDEN_BY_SHADOW = 200
_BACKGROUND_RATIO = 0.7


class Background:
    """Learns the empty street and gives what stands out from it.

    `memory_s` is how long a thing must stand still until it may become background. A sudden change
    of most of the picture (lights, a cloud) is no traffic: the street is learnt anew.
    """

    def __init__(self, memory_s: float, frames_per_s: float) -> None:
        # A thing that stays has the weight 1 - exp(-frames / history), and is background when it
        # passes 1 - ratio.
        frames = memory_s * frames_per_s
        self._history = max(200, round(-frames / math.log(_BACKGROUND_RATIO)))
        self._model = self._new_model()
        self._frames = 0

    @property
    def is_learning(self) -> bool:
        """Tell whether too few frames were seen to say anything yet."""
        return self._frames < _LEARNING_FRAMES

    def foreground(self, gray: Gray) -> Mask:
        """Return what stands out in `gray`; nothing while the street is being learnt."""
        raw = self._model.apply(gray, learningRate=self._rate())
        self._frames += 1
        if self.is_learning:
            return np.zeros(gray.shape, np.uint8)
        _, mask = cv2.threshold(raw, _HIDDEN_BY_SHADOW, 255, cv2.THRESH_BINARY)
        if cv2.countNonZero(mask) > _SHARE_OF_A_LIGHT_CHANGE * mask.size:
            self._model, self._frames = self._new_model(), 0
            return np.zeros(gray.shape, np.uint8)
        return _closed(np.asarray(mask, np.uint8))

    def street(self) -> Gray:
        """Return the empty street as far as it is known."""
        return np.asarray(self._model.getBackgroundImage(), np.uint8)

    def _rate(self) -> float:
        return 1 / (self._frames + 1 if self.is_learning else self._history)

    def _new_model(self) -> cv2.BackgroundSubtractorMOG2:
        model = cv2.createBackgroundSubtractorMOG2(self._history, varThreshold=25, detectShadows=True)
        model.setBackgroundRatio(_BACKGROUND_RATIO)
        return model


def _closed(mask: Mask) -> Mask:
    """Return `mask` without specks and with small gaps filled."""
    small = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    large = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, small)
    return np.asarray(cv2.morphologyEx(opened, cv2.MORPH_CLOSE, large), np.uint8)
