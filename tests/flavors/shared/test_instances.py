"""Classes that stand for others."""
from abc import ABCMeta, abstractmethod

from compat.flavors.shared.instances import StandIn


class Abstract(metaclass=ABCMeta):
    @abstractmethod
    def name(self):
        """Of the thing."""


class Concrete(Abstract):
    def name(self):
        return "concrete"


class Stand(Abstract, metaclass=StandIn):
    stands_for = Abstract


class StandForStand(Stand, metaclass=StandIn):
    stands_for = Stand


def test_an_abstract_class_that_is_stood_for_does_not_ask_itself():
    assert not issubclass(int, Abstract) and not isinstance(3, Abstract)
    assert issubclass(Concrete, Stand) and isinstance(Concrete(), Stand) and not isinstance(3, Stand)
    assert issubclass(Concrete, StandForStand) and not issubclass(int, StandForStand)
