"""``python -m scodiff.cli`` is ``scodiff``."""

from scodiff.cli.main import run

run()
