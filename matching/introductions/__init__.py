"""An approved pair on its way to a contract: consent, meetings, messages, the contract, reminders."""
