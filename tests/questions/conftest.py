"""Questions are tried with the small catalogue of the laws, as judgements are."""

from tests.judge.conftest import ask

__all__ = ["ask"]
