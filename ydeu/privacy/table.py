"""Every table of the site: whom its rows concern, and what a deletion does to them.

A test compares this list with the installed models, so that a new model cannot be forgotten. The order
matters: a file is deleted before the row that it belongs to.
"""

from ydeu.privacy.enums import Fate, Reach
from ydeu.privacy.holdings import Holding
from ydeu.privacy.introductions import INTRODUCTIONS

DELETED, EMPTIED, SCRUBBED, KEPT = Fate.DELETED, Fate.EMPTIED, Fate.SCRUBBED, Fate.KEPT
APART = Reach.APART

BOTH = ("offer__enterprise", "demand__enterprise")

ACCOUNTS = (
    Holding(table="accounts.user", people=("pk",), hidden=("password",)),
    Holding(table="account.emailaddress", people=("user",), person=DELETED, untouched=("email",)),
    Holding(table="mfa.authenticator", people=("user",), person=DELETED, hidden=("data",)),
    Holding(
        table="admin.logentry",
        people=("user",),
        person=SCRUBBED,
        names=APART,
        names_elsewhere=APART,
        json_texts=("change_message",),
        hidden=("object_repr", "change_message"),
    ),
    Holding(
        table="accounts.enterprise",
        enterprises=("pk",),
        person=SCRUBBED,
        names=APART,
        untouched=("name", "credit_code"),
        whole=("contact_email", "website"),
    ),
    Holding(
        table="accounts.identityrequest",
        people=("asked_by", "decided_by"),
        enterprises=("enterprise",),
        person=SCRUBBED,
        names=APART,
        enterprise=DELETED,
        untouched=("old_name", "old_code", "name", "credit_code"),
    ),
    Holding(
        table="accounts.membership",
        people=("user",),
        enterprises=("enterprise",),
        person=DELETED,
        enterprise=DELETED,
    ),
    Holding(
        table="accounts.invitation",
        people=("invited_by",),
        addresses=("email",),
        enterprises=("enterprise",),
        person=DELETED,
        enterprise=DELETED,
        untouched=("email",),
    ),
    Holding(
        table="accounts.enterpriseevent",
        people=("actor",),
        enterprises=("enterprise",),
        person=SCRUBBED,
        enterprise=EMPTIED,
    ),
)
NOTICES = (
    Holding(
        table="notices.notice",
        people=("recipient",),
        enterprises=("enterprise",),
        person=DELETED,
        enterprise=DELETED,
        hidden=("error",),
        names_elsewhere=Reach.WHOLE,
        whole=("address",),
    ),
    Holding(table="notices.preference", people=("user",), person=DELETED),
)
ALLIANCES = (
    Holding(table="alliances.coordinator", people=("user",), person=DELETED),
    Holding(table="alliances.alliancemember", enterprises=("enterprise",), enterprise=DELETED),
)
MARKETPLACE = (
    Holding(table="marketplace.savedsearch", people=("owner",), person=DELETED),
    Holding(
        table="marketplace.attachment",
        people=("uploaded_by",),
        hidden=("upload",),
        enterprises=BOTH,
        person=SCRUBBED,
        names=APART,
        enterprise=DELETED,
    ),
    Holding(
        table="marketplace.requirement",
        enterprises=("demand__enterprise",),
        person=SCRUBBED,
        names=APART,
        enterprise=DELETED,
    ),
    *(
        Holding(
            table=table,
            people=("created_by",),
            enterprises=("enterprise",),
            person=SCRUBBED,
            names=APART,
            enterprise=EMPTIED,
        )
        for table in ("marketplace.offer", "marketplace.demand")
    ),
    Holding(
        table="marketplace.listingevent",
        people=("actor",),
        enterprises=BOTH,
        person=SCRUBBED,
        names=APART,
        enterprise=EMPTIED,
    ),
)
MATCHING = (
    *(
        Holding(
            table=table,
            people=people,
            enterprises=enterprises,
            person=SCRUBBED,
            names=APART,
            enterprise=SCRUBBED,
            in_copies=False,
            authors=authors,
            hidden=hidden,
        )
        for table, people, enterprises, authors, hidden in (
            ("matching.suggestion", ("decided_by", "assignee"), BOTH, (), ()),
            (
                "matching.suggestionevent",
                ("actor", "assigned_to"),
                tuple(f"suggestion__{side}" for side in BOTH),
                ("actor",),
                ("assigned_to",),
            ),
        )
    ),
    Holding(
        table="matching.interest",
        people=("by",),
        enterprises=("enterprise",),
        person=SCRUBBED,
        enterprise=EMPTIED,
        hidden=("notice",),
    ),
    Holding(table="matching.savedfilter", people=("user",), person=DELETED),
    Holding(
        table="matching.calibration",
        people=("made_by", "promoted_by"),
        person=SCRUBBED,
        untouched=("digest", "figures"),
    ),
    Holding(table="matching.genericphrase", people=("decided_by",), person=SCRUBBED),
    Holding(table="matching.glossaryentry", people=("created_by", "updated_by"), person=SCRUBBED),
    Holding(table="matching.glossaryproposal", people=("proposed_by", "decided_by"), person=SCRUBBED),
)
OWN = (
    Holding(table="audit.entry", people=("actor",), hidden=("details",)),
    Holding(
        table="privacy.datacopy",
        people=("asked_by",),
        enterprises=("enterprise",),
        person=DELETED,
        enterprise=DELETED,
        in_copies=False,
    ),
    Holding(table="privacy.deletion", people=("person",), enterprises=("enterprise",)),
)

HOLDINGS = (*MARKETPLACE, *INTRODUCTIONS, *MATCHING, *NOTICES, *ALLIANCES, *ACCOUNTS, *OWN)

NOBODY = {
    "account.emailconfirmation": "goes with its address",
    "alliances.alliance": "speaks of an association of the union, with public evidence",
    "audit.pruningpermit": "empty outside the transaction that prunes",
    "auth.group": "names of roles",
    "auth.permission": "names of rights",
    "contenttypes.contenttype": "names of tables",
    "health.heartbeat": "when a part of the site last worked",
    "notices.letter": "sealed, and deleted when it has been sent, after three days at the latest",
    "matching.matchingfailure": "a number and an error of the matcher; gone as soon as it works",
    "privacy.leftover": "names of files that say nothing",
    "privacy.privacynotice": "the text of the union",
    "workdays.calendarday": "holidays of the country",
    "sessions.session": "cannot be searched; erasing reads them one by one",
}
"""Tables that hold nothing that a copy or a deletion must look for, with the reason."""
