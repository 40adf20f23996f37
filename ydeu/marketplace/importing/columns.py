"""The columns that a file may have, and how the cells of each are read."""

from ydeu.accounts import regions
from ydeu.accounts.enums import Language
from ydeu.alliances.enums import ChainSegment
from ydeu.marketplace.enums import (
    BudgetBand,
    CooperationMode,
    IPRStatus,
    IPType,
    ListingKind,
    Stage,
    StrategicIndustry,
    Visibility,
)
from ydeu.marketplace.importing.cells import (
    Reader,
    Vocabulary,
    amount,
    day,
    flag,
    level,
    requirements,
    text,
    words,
)

ALIASES = {"keywords": "technology_keywords"}

ABOUT: dict[str, Reader] = {
    "external_id": text(120),
    "organisation": text(200),
    "enterprise": text(40),
    "alliance": text(160),
}
"""Columns that are no fields of the listing: who it is of, and where it comes from."""

COMMON: dict[str, Reader] = {
    "title": text(256),
    "summary": text(),
    "description": text(),
    "technology_keywords": words,
    "market_keywords": words,
    "chain_segment": Vocabulary(ChainSegment.choices).one,
    "cooperation_modes": Vocabulary(CooperationMode.choices).many,
    "language": Vocabulary(Language.choices, zh="zh-hans", **{"zh-cn": "zh-hans", "中文": "zh-hans"}).one,
    "visibility": Vocabulary(Visibility.choices).one,
    "valid_until": day,
    "strategic_industry": Vocabulary(StrategicIndustry.choices).one,
    "partner_sought": text(),
    "target_regions": Vocabulary(regions.province_choices).many,
}
OF_KIND: dict[ListingKind, dict[str, Reader]] = {
    ListingKind.OFFER: {
        "advantages": text(),
        "stage": Vocabulary(Stage.choices).one,
        "trl": level,
        "ipr_status": Vocabulary(IPRStatus.choices).one,
        "ip_types": Vocabulary(IPType.choices).many,
        "evidence": text(),
        "indicative_price": text(120),
    },
    ListingKind.DEMAND: {
        "problem": text(),
        "trl_wanted": level,
        "approaches_tried": text(),
        "budget_band": Vocabulary(BudgetBand.choices).one,
        "needed_by": day,
        "open_challenge": flag,
        "award": amount,
        "requirements": requirements,
    },
}


def readers_of(kind: ListingKind) -> dict[str, Reader]:
    return {**ABOUT, **COMMON, **OF_KIND[kind]}


def names_of(kind: ListingKind) -> list[str]:
    """Every column name that a file of this kind may use, in the order a person would."""
    return [*readers_of(kind), *ALIASES]
