"""The choices of the fields of offers and demands, each with its source."""

from typing import Literal

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListingKind(models.TextChoices):
    OFFER = "offer", _("Offer")
    DEMAND = "demand", _("Demand")

    @property
    def opposite(self) -> "ListingKind":
        """The kind that a listing of this kind is matched with."""
        return ListingKind.DEMAND if self is ListingKind.OFFER else ListingKind.OFFER

    @property
    def plural(self) -> Literal["offers", "demands"]:
        """The name of the kind in URLs and in the engine."""
        return "offers" if self is ListingKind.OFFER else "demands"

    @classmethod
    def of_plural(cls, plural: str) -> "ListingKind":
        """The kind with this plural. Raises ValueError for any other word."""
        for kind in cls:
            if kind.plural == plural:
                return kind
        raise ValueError(f"{plural!r} is neither offers nor demands")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Public")
    MEMBERS = "members", _("Members only")
    ANONYMOUS = "anonymous", _("Members only, anonymous until introduced")


class Frequency(models.TextChoices):
    """How often a person hears of new listings in a saved search."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every Monday")
    OFF = "off", _("Never: I look myself")


class Stage(models.TextChoices):
    """Stage of development (Enterprise Europe Network, 2024)."""

    CONCEPT = "concept", _("Concept stage")
    DEVELOPMENT = "development", _("Under development")
    LAB_TESTED = "lab_tested", _("Lab tested")
    DEMONSTRABLE = "demonstrable", _("Available for demonstration")
    ON_MARKET = "on_market", _("Already on the market")


class TRL(models.IntegerChoices):
    """Technology readiness levels (European Commission, Horizon 2020 General Annex G)."""

    TRL1 = 1, _("TRL 1: basic principles observed")
    TRL2 = 2, _("TRL 2: concept formulated")
    TRL3 = 3, _("TRL 3: experimental proof of concept")
    TRL4 = 4, _("TRL 4: validated in the lab")
    TRL5 = 5, _("TRL 5: validated in a relevant environment")
    TRL6 = 6, _("TRL 6: demonstrated in a relevant environment")
    TRL7 = 7, _("TRL 7: prototype demonstrated in operation")
    TRL8 = 8, _("TRL 8: complete and qualified")
    TRL9 = 9, _("TRL 9: proven in operation")


class IPRStatus(models.TextChoices):
    """State of the intellectual property rights (Enterprise Europe Network, 2024)."""

    NONE = "none", _("No IPR applied")
    SECRET = "secret", _("Secret know-how")
    APPLIED = "applied", _("IPR applied but not yet granted")
    GRANTED = "granted", _("IPR granted")


class IPType(models.TextChoices):
    """Kinds of achievements in China's technology contract register."""

    PATENT = "patent", _("Patent")
    SOFTWARE = "software", _("Software copyright")
    CIRCUIT_LAYOUT = "circuit_layout", _("Integrated circuit layout design")
    PLANT_VARIETY = "plant_variety", _("New plant variety")
    BIOMEDICINE = "biomedicine", _("New biomedical variety")
    TRADE_SECRET = "trade_secret", _("Technical secret")


class CooperationMode(models.TextChoices):
    """Shanghai rules of 2025-04-11, Art. 2, and the technology contract register; then supply."""

    TRANSFER = "transfer", _("Technology transfer")
    LICENSE = "license", _("Technology licence")
    EQUITY = "equity", _("Equity for technology")
    COMMISSIONED = "commissioned_development", _("Commissioned development")
    JOINT = "joint_development", _("Joint development")
    SERVICE = "service", _("Technical service")
    CONSULTING = "consulting", _("Technical consulting")
    SUPPLY = "supply", _("Supply and purchase")
    TOLL = "toll_manufacturing", _("Toll manufacturing")
    DISTRIBUTION = "distribution", _("Distribution")


class StrategicIndustry(models.TextChoices):
    """Strategic emerging industries (National Bureau of Statistics, 2018)."""

    ICT = "ict", _("Next-generation information technology")
    EQUIPMENT = "equipment", _("High-end equipment manufacturing")
    MATERIALS = "materials", _("New materials")
    BIOLOGY = "biology", _("Biology")
    NEV = "nev", _("New energy vehicles")
    ENERGY = "energy", _("New energy")
    ENVIRONMENT = "environment", _("Energy saving and environmental protection")
    CREATIVE = "creative", _("Digital creative industry")
    SERVICES = "services", _("Related services")


class BudgetBand(models.TextChoices):
    """In ten thousand yuan."""

    UNDER_10 = "under_10", _("under ¥100,000")
    FROM_10 = "10_50", _("¥100,000 to 500,000")
    FROM_50 = "50_200", _("¥500,000 to 2 million")
    FROM_200 = "200_1000", _("¥2 to 10 million")
    OVER_1000 = "over_1000", _("over ¥10 million")
    NEGOTIABLE = "negotiable", _("Negotiable")


class Operator(models.TextChoices):
    GE = "ge", _("at least")
    LE = "le", _("at most")
    EQ = "eq", _("equal to")
    BETWEEN = "between", _("between")
    CONTAINS = "contains", _("contains")


class Priority(models.TextChoices):
    MUST = "must", _("Must")
    NICE = "nice", _("Nice to have")


class Step(models.TextChoices):
    """An event of a listing that changes neither its state nor its text."""

    WARNED = "warned", _("Told that its validity ends soon")
    RENEWED = "renewed", _("Renewed")
    ASKED = "asked", _("Asked whether it is still open")
    CONFIRMED = "confirmed", _("Said to be still open")


class ListingRejectionReason(models.TextChoices):
    """Why an administrator rejects a listing for good."""

    NOT_TECHNOLOGY = "not_technology", _("Neither a technology nor a need for one")
    ADVERTISEMENT = "advertisement", _("Advertisement without substance")
    DUPLICATE = "duplicate", _("Duplicate of another listing")
    UNLAWFUL = "unlawful", _("Unlawful or restricted content")
    NOT_ENTITLED = "not_entitled", _("The enterprise is not entitled to offer this")
    OTHER = "other", _("Other")


class FileRefusal(models.TextChoices):
    """Why a file was not accepted, and what its uploader can do."""

    DAMAGED = "damaged", _("It is damaged and cannot be read. Please save or export it again.")
    LOCKED = "locked", _("It opens with a password only. Please save it without a password.")
    NEEDS_PROGRAM = (
        "needs_program",
        _("It is a form that shows nothing without its scripts. Please print it to a PDF."),
    )
    PORTFOLIO = "portfolio", _("It is a folder of several files. Please add the files one by one.")
    TOO_LARGE = (
        "too_large",
        _("It takes too much time or memory to check. Please print it to a new PDF or save a smaller image."),
    )
    LOST = "lost", _("It was lost before it could be checked. Please add it again.")
