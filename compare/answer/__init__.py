"""What a comparison is to be told as: the news in it, chosen, quoted and checked."""

from scodiff.compare.answer.check import checked, faults, sound_answer

__all__ = ["checked", "faults", "sound_answer"]
