"""How a server's process looks for garbage."""

import gc

OFTEN = 50_000  # objects made and not yet thrown away; a page makes fewer


def settle() -> None:
    """To be called when all is loaded: what is there stays, and need not be looked through.

    Python counts 2,000 objects and looks; a comparison makes ten times as many, and nearly all of
    them go by themselves.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OFTEN, 20, 50)
