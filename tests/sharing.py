"""How several workers share the tests: what belongs together stays together."""

from xdist.scheduler import LoadFileScheduling

from tests.order import BROWSER


class OneBrowserScheduling(LoadFileScheduling):
    """A file stays on one worker, and so do all the files that share the one browser and its console."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)
