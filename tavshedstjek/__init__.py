"""Tells Danish health and care staff, before a post goes out, whether someone could recognise a patient in it.

    >>> from tavshedstjek import Checker
    >>> Checker().check("Min patient hedder …").level

This is all that other programs may rely on.
"""

from models.assessment import Assessment, Context
from models.checker import Checker

__version__ = "0.7.3"

__all__ = ["Assessment", "Checker", "Context", "__version__"]
