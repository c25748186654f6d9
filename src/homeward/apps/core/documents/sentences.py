"""How the reasons and actions of documents read."""

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "upload.empty",
    title="The file is empty",
    fact="It holds 0 bytes.",
    lift="Choose the file again; perhaps it was not saved yet.",
    who="You",
)
plain(
    "upload.size",
    title="The file is too large",
    fact="It has {size}; at most {most} are taken.",
    lift="Make it smaller: fewer pages, pictures of a lower resolution, or two files.",
    who="You",
)
plain(
    "upload.kind",
    title="This kind of file is not taken",
    fact="By its content it is {words}. Taken are {taken}.",
    lift="{remedy}",
    who="You",
)
plain(
    "upload.ending",
    title="The name does not fit the content",
    fact="The content is {words}; the name ends in {ending}.",
    lift="Give the name the ending {wanted}, or choose the file that was meant.",
    who="You",
)
plain(
    "upload.declared",
    title="The file is not what it was sent as",
    fact="The content is {words}; it was sent as {declared}.",
    lift="Choose the file again. If it happens again, save it anew from the program that made it.",
    who="You",
)
plain(
    "upload.double_ending",
    title="The name has two endings",
    fact="Before {ending} stands {hidden}, which would start a program.",
    lift="Rename the file to one ending.",
    who="You",
)
plain(
    "upload.name",
    title="The name of the file cannot be used",
    fact="It holds {words}.",
    lift="Rename the file and choose it again.",
    who="You",
)
plain(
    "upload.damaged",
    title="The file is cut or damaged",
    fact="It cannot be read as a whole {words}: something is missing or was changed on its way.",
    lift="Save or export it again and send the whole file. A PDF can also be printed to a new PDF.",
    who="You",
)
plain(
    "upload.password",
    title="The file is protected by a password",
    fact="It cannot be opened to be checked and cleaned.",
    lift="Save it without a password. It is kept where only those who may read this record can open it.",
    who="You",
)
plain(
    "upload.heic",
    title="HEIC pictures cannot be opened here",
    fact="This installation has no reader for HEIC, so it could not take out where the picture was taken.",
    lift="Save the picture as JPEG and send that.",
    who="You",
)
plain(
    "upload.pixels",
    title="The picture is too large",
    fact="It measures {width} × {height} points; at most {most} million points are taken, and {side} on a side.",
    lift="Save it with fewer points.",
    who="You",
)
plain(
    "upload.pages",
    title="The PDF is too long",
    fact="It has {words}; at most {most} are taken.",
    lift="Split it.",
    who="You",
)
plain(
    "upload.bomb",
    title="The file unpacks to too much",
    fact="It would unpack to {size} bytes in {parts} parts.",
    lift="Save it again from its program, with fewer pictures, or as PDF.",
    who="You",
)
plain(
    "upload.macros",
    title="The file holds a program",
    fact="Macros or other programs are inside. A document for others to read needs none.",
    lift="Save it as DOCX or XLSX without macros, or as PDF.",
    who="You",
)
plain(
    "upload.embedded",
    title="The file holds another file",
    fact="An object or a file is embedded, which nobody can see into from outside.",
    lift="Take it out and send it by itself, or save the whole as PDF.",
    who="You",
)
plain(
    "upload.external",
    title="The file fetches from elsewhere",
    fact="It holds {words}. Opening it would call another place and tell it who reads.",
    lift="Replace the link by its content, or save the whole as PDF.",
    who="You",
)
plain(
    "upload.formula",
    title="A cell would run as a formula",
    fact="Row {row}, column {column} begins as a formula: “{cell}”.",
    lift="Put the value there, or a letter before it.",
    who="You",
)
plain(
    "upload.infected",
    title="The virus scanner found something",
    fact="Nothing of the file was kept.",
    lift="Tell whoever looks after your computer; send a clean file.",
    who="You",
)
plain(
    "upload.not_scanned",
    title="The file could not be scanned",
    fact="The virus scanner of this installation did not answer. What was not scanned is not kept.",
    lift="Try again later. If it stays so, the operator has to look at the scanner.",
    who="The operator",
)
plain(
    "upload.too_many",
    title="There are too many documents here",
    fact="At most {most} documents are kept on one record, earlier versions counted.",
    lift="Put several papers into one PDF.",
    who="You",
)
plain(
    "upload.too_often",
    title="Too many uploads in an hour",
    fact="One person may add {most} documents in an hour.",
    lift="Go on in an hour, or put several papers into one PDF.",
    who="You",
)
plain(
    "upload.full",
    title="The space for documents is used up",
    fact="This body may keep {most} of documents.",
    lift="The operator raises the limit.",
    who="The operator",
)
plain(
    "document.long_title",
    title="The title is too long",
    fact="A title has at most 160 letters.",
    lift="Shorten it.",
    who="You",
)
plain(
    "document.same",
    title="It is the same file",
    fact="Cleaned, its bytes equal those of “{title}” as it stands.",
    lift="Choose the changed file.",
    who="You",
)
plain(
    "document.made",
    title="Homeward wrote this document",
    fact="“{title}” follows from the record it belongs to, so nobody replaces or withdraws it by hand.",
    lift="Change the record; the document then follows.",
    who="Whoever may change the record",
)
plain(
    "document.other_side",
    title="The other side added this document",
    fact="“{title}” was added by {who}.",
    lift="The side that added it replaces or withdraws it.",
    who="The side that added it",
)
plain(
    "document.withdrawn",
    title="The document is withdrawn",
    fact="“{title}” is out of use.",
    lift="Add the right one as a new document.",
    who="You",
)
plain(
    "document.replaced",
    title="There is a later version",
    fact="“{title}” has been replaced.",
    lift="Open the version that stands now.",
    who="You",
)
plain(
    "document.signed",
    title="The document is signed",
    fact="“{title}” carries a signature or is the scan of one.",
    lift="What was signed stays as it is. Add a further document beside it.",
    who="You",
)

plain(
    "document.scan",
    title="A scan of a signed paper has no versions",
    fact="“{title}” names who signed, and when.",
    lift="Withdraw it while nobody has witnessed it, and add the right scan.",
    who="You",
)

say_actions(
    add_document="Document added",
    make_document="Document written",
    replace_document="Document replaced",
    withdraw_document="Document withdrawn",
    read_document="Document read",
    sign_document="Signed",
    add_signed_paper="Scan of a signed paper added",
    witness_paper="Signed paper witnessed",
)
