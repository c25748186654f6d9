"""Each figure of a decision as sentence, working and authority."""

from __future__ import annotations

from typing import Any

from homeward.apps.statements.partnered import words as partnered
from homeward.apps.statements.presenters import loadings
from homeward.apps.statements.presenters.authority import authority_of, touched_by
from homeward.apps.statements.presenters.figures import SENTENCES
from homeward.apps.statements.presenters.steps import present_step
from homeward.apps.statements.presenters.words import Json, Sentence, Words
from homeward.policy import Pack


def explanations(statement: Any, decision: Json, pack: Pack, *, links: bool = False) -> dict[str, Json]:
    """Every figure of a decision as sentence, working and authority, by its key.

    `links` leads from the working to each placement's page, for readers who may open it.
    """
    words = Words(statement, pack, links=links, rule=decision["rule"])
    told = {
        key: _whole_way(key, item, decision["explanations"]) for key, item in decision["explanations"].items()
    }
    touched = touched_by(decision)
    shown: dict[str, Json] = {}
    for key, item in told.items():
        first, every = authority_of(pack, item["authority"], touched, words.body)
        shown[key] = {
            "key": key.replace(".", "-").replace(" ", "-"),
            "sentence": _sentence_of(key, item)(item["inputs"], words),
            "steps": [present_step(s, words) for s in item["steps"]],
            "authority": first,
            "more_authority": every,
            "more_label": f"All {len(every)} values read",
        }
    return shown


def _sentence_of(key: str, item: Json) -> Sentence:
    """A figure's own sentence, or that of its family: every loading category reads alike."""
    if item["key"] in partnered.SENTENCES:
        return partnered.SENTENCES[item["key"]]
    every = {**SENTENCES, **loadings.SENTENCES}
    return next(every[k] for k in (key, key.rpartition(".")[0], key.split(".")[0]) if k in every)


def _whole_way(key: str, item: Json, all_items: dict[str, Json]) -> Json:
    """The share's working told from the beginning: what was contracted, what was stayed, what does not count.

    The engine explains each figure once; the share names the two others, and here their working stands in its place.
    """
    if key != "share":
        return item
    actual, contracted = all_items["actual_nights"], all_items["contracted_nights"]
    by_child = [s for s in actual["steps"] if s["code"] == "child_nights"]
    stayed = [
        {**s, "steps": by_child} if s["code"] == "nights_stayed" else s
        for s in actual["steps"]
        if s["code"] != "child_nights"
    ]
    values = {v["path"]: v for e in (actual, contracted, item) for v in e["authority"]["values"]}
    inputs = {**item["inputs"], "excluded": actual["inputs"]["excluded"]}
    return {
        "key": item["key"],
        "inputs": inputs,
        "steps": [*contracted["steps"], *stayed, item["steps"][-1]],
        "authority": {**item["authority"], "values": list(values.values())},
    }
