"""What the process that cleans a file and the process that started it agree on."""

from ydeu.marketplace.metadata.damage import Damaged, IsPortfolio, Locked, NeedsProgram, TooLarge, Uncleanable

CODES: dict[type[Uncleanable], int] = {
    Damaged: 11,
    Locked: 12,
    NeedsProgram: 13,
    IsPortfolio: 14,
    TooLarge: 15,
}
"""The exit code for each refusal. 0 is a clean file."""

MAX_RESULT = 32 << 20
"""The most bytes that a file may have after cleaning, for example because its packed parts were unpacked."""
