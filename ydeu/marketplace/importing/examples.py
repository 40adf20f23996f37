"""A complete fictitious row for each kind of listing. The import accepts it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ydeu.accounts.enums import Language
from ydeu.accounts.regions import province_choices
from ydeu.alliances.enums import ChainSegment
from ydeu.alliances.models import Alliance
from ydeu.marketplace.completeness import VALIDITY
from ydeu.marketplace.enums import (
    BudgetBand,
    CooperationMode,
    IPRStatus,
    IPType,
    ListingKind,
    Operator,
    Priority,
    Stage,
    StrategicIndustry,
    Visibility,
)

DAYS_OF_NEED = timedelta(days=200)


def example_of(kind: ListingKind) -> dict[str, Any]:
    """The cell of each column in the active language."""
    return {**_common(), **(_offer() if kind == ListingKind.OFFER else _demand())}


def _common() -> dict[str, Any]:
    alliance = Alliance.objects.first()
    regions = [str(name) for _code, name in province_choices()][:2]
    return {
        "external_id": "2026-001",
        "alliance": alliance.name if alliance else "",
        "technology_keywords": _("solid electrolyte; lithium battery"),
        "market_keywords": _("energy storage"),
        "chain_segment": ChainSegment.MIDSTREAM.label,
        "cooperation_modes": f"{CooperationMode.JOINT.label}; {CooperationMode.LICENSE.label}",
        "language": Language.CHINESE.label,
        "visibility": Visibility.MEMBERS.label,
        "valid_until": timezone.localdate() + VALIDITY,
        "strategic_industry": StrategicIndustry.MATERIALS.label,
        "partner_sought": _("A maker of cells with a pilot line."),
        "target_regions": "; ".join(regions),
    }


def _offer() -> dict[str, Any]:
    return {
        "title": _("Oxide electrolyte film for lithium batteries"),
        "summary": _("A maker of battery materials offers a film that conducts well at room temperature."),
        "description": _("The film is cast from a slurry in one step and sintered below 900 °C."),
        "advantages": _("Twice the conductivity of the leading film, 1.2 instead of 0.6 mS/cm at 25 °C."),
        "stage": Stage.LAB_TESTED.label,
        "trl": 4,
        "ipr_status": IPRStatus.APPLIED.label,
        "ip_types": IPType.PATENT.label,
        "evidence": _("Test report of a public laboratory."),
        "indicative_price": _("negotiable"),
    }


def _demand() -> dict[str, Any]:
    asked = (_("conductivity"), Operator.GE.label, "1", "mS/cm", Priority.MUST.label)
    return {
        "title": _("Wanted: electrolyte that conducts well at room temperature"),
        "summary": _("A maker of cells seeks an electrolyte for a pilot line."),
        "description": _("It has to be made as a film of 20 µm and withstand folding."),
        "problem": _("Present films conduct too little, so cells are heated to 60 °C."),
        "trl_wanted": 4,
        "approaches_tried": _("Polymer films, which age too fast."),
        "budget_band": BudgetBand.FROM_50.label,
        "needed_by": timezone.localdate() + DAYS_OF_NEED,
        "open_challenge": _("no"),
        "award": "",
        "requirements": " | ".join(str(part) for part in asked),
    }
