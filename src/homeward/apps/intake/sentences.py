"""How the reasons of imports read."""

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "imports.kind_not_used",
    title="This kind of file is not used here",
    fact="{kind} belongs to another jurisdiction than that of {body}.",
    lift="Choose another kind, or act for the body whose file it is.",
    who="You",
)
plain(
    "imports.no_sound_row",
    title="No row can be loaded",
    fact="Each of the {rows} rows has an error.",
    lift="Correct the rows, which the problem file names, and send the file again.",
    who="Whoever keeps the file",
)
plain(
    "imports.file_warning",
    title="A warning about the file is not ticked",
    fact="{message}",
    lift="{remedy}",
    who="You",
)
plain(
    "imports.still_running",
    title="It is being loaded at this moment",
    fact="The loading began at {since} and has not stopped.",
    lift="Wait until it has finished or stopped.",
    who="Nobody needs to do anything",
)

say_actions(
    stage_import="Sent in",
    check_import="Checked",
    confirm_import="Confirmed for loading",
    load_import="Loaded",
    restart_import="Started again",
    withdraw_import="Withdrawn",
)
