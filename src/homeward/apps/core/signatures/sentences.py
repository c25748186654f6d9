"""How the reasons of signing read."""

from homeward.apps.core.refusals import plain

plain(
    "signature.other_name",
    title="The typed name is not yours",
    fact="You are signed in as {name}.",
    lift="Type your own name as it stands here: {name}. Nobody signs for somebody else.",
    who="You",
)
plain(
    "signature.wrong_password",
    title="The password is not right",
    fact="Signing asks again for the password you sign in with.",
    lift="Type it again. After {most} wrong tries, signing is closed to you for {minutes} minutes.",
    who="You",
)
plain(
    "signature.wrong_code",
    title="The code is not right",
    fact="Your account has a second factor, so signing asks for a fresh one-time code as well. A code works once.",
    lift="Wait for the next code and type that.",
    who="You",
)
plain(
    "signature.needs_passkey",
    title="Your passkey is asked for",
    fact="Your account has a passkey as its second factor; it was last used here more than {minutes} minutes ago.",
    lift="Confirm with the passkey first, then sign.",
    who="You",
)
plain(
    "signature.too_many_tries",
    title="Too many wrong tries",
    fact="The password or code was wrong {most} times, so signing is closed to you for {minutes} minutes.",
    lift="Wait {minutes} minutes. If it was not you who tried, change your password.",
    who="You",
)
plain(
    "signature.not_newest",
    title="The document no longer stands",
    fact="“{title}” has been replaced or withdrawn.",
    lift="Open the newest version, read it, and sign that.",
    who="You",
)
plain(
    "signature.bytes_changed",
    title="The document was changed behind the house's back",
    fact="The bytes of “{title}” do not give the digest that was noted when it was stored.",
    lift="The operator compares the database with a backup before anything else is done.",
    who="The operator",
)
plain(
    "signature.twice",
    title="This side has signed",
    fact="{name} signed for {side} on {day}.",
    lift="Nothing more is needed from this side.",
    who="Nobody",
)
plain(
    "signature.both_sides",
    title="One person cannot sign for both sides",
    fact="{name} has already signed for {side}.",
    lift="Somebody else signs for this side.",
    who="Another person",
)
plain(
    "signature.no_side",
    title="This side does not sign this document",
    fact="The document is for others to sign.",
    lift="Choose the side that signed the paper.",
    who="You",
)
plain(
    "signature.other_side",
    title="You act for the provider",
    fact="A provider adds the paper its own side signed.",
    lift="The department adds its own paper.",
    who="The department",
)
plain(
    "signature.wrong_day",
    title="The paper cannot have been signed on that day",
    fact="{day} is before the document was written ({made}) or after today ({today}).",
    lift="Give the day that stands on the paper.",
    who="You",
)
plain(
    "signature.witness_uploaded",
    title="You added the scan",
    fact="A second person compares the scan with the document, so that no one can bring in a signature alone.",
    lift="Somebody else who may sign this witnesses it.",
    who="Another person",
)
plain(
    "signature.witness_signed",
    title="It is your own signature",
    fact="The paper is signed by {name}.",
    lift="Somebody else witnesses it.",
    who="Another person",
)
plain(
    "signature.scan_used",
    title="The scan is witnessed already",
    fact="It stands under the document as a signature.",
    lift="Nothing more is needed.",
    who="Nobody",
)
plain(
    "signature.scan_gone",
    title="The scan cannot be used",
    fact="It was withdrawn, or its bytes have changed since it was added.",
    lift="Add the scan again.",
    who="Whoever has the paper",
)
