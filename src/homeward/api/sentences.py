"""How the interface's own refusals read."""

from homeward.apps.core.refusals import plain

plain(
    "api.version_moved",
    title="The statement has a newer version",
    fact="You answer version {yours}, and version {current} stands now.",
    lift="Read the statement again, and answer the version that stands.",
    who="You",
)
