"""The version of scodiff, as reports record it."""

VERSION = "0.1.0"
