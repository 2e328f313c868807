"""Pictures ready to be sent: what a page shows of a contest in one language, rendered once for all who look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Literal, TypeAlias

import attrs

from ..scenes import SCENE_VERSION, Audience

Page: TypeAlias = Literal["board", "audience", "voter", "host", "sheet", "scene"]
AUDIENCES: Mapping[Page, Audience] = {
    "board": "hall", "audience": "hall", "voter": "hall", "host": "host", "scene": "hall"
}  # fmt: skip
"""Who looks at each page: what a page may know follows from it, never from a request. A sheet's judge is its seat.

"scene" is for programs: the hall's scene as data, under public names as on the audience's phones.
"""
PUBLIC: tuple[Page, ...] = ("audience", "voter", "scene")
"""What people may take home: members go by their public names."""
SCENES_KEPT = 64
DIGEST_LENGTH = 32


@attrs.frozen
class Watched:
    """A page in one language; of a judge's sheet, whose."""

    page: Page
    language: str
    judge: str = ""


@attrs.frozen
class Region:
    """A part of a page: how it is laid out, and which blocks stand in it, in their order."""

    layout: str
    keys: tuple[str, ...]


@attrs.frozen
class Picture:
    """The regions of a page and the blocks in them as HTML; `layout` is how the page as a whole is laid out.

    `theme` is the rulebook's, `look` names its colours: a page that is open follows an amendment of them.
    """

    layout: str
    regions: Mapping[str, Region]
    blocks: Mapping[str, str]
    theme: str = ""
    look: str = ""

    def region_html(self, name: str) -> str:
        """Return a region's blocks as the first page has them."""
        return "".join(f'<section id="{key}">{self.blocks[key]}</section>' for key in self.regions[name].keys)


@attrs.frozen
class View:
    """A picture with its bytes: `scene` for who knows nothing of it, `patch` for who stands at `base`.

    `digest` is that of the content, not of the record: a record that changes nothing here sends nothing.
    """

    picture: Picture
    digest: str
    body: bytes
    scene: bytes
    patch: bytes
    base: str

    def event_for(self, known: str) -> bytes:
        """Return the event for somebody who has the view of the digest `known`."""
        return self.patch if known and known == self.base else self.scene


def view_of(picture: Picture, before: View | None) -> View:
    """Return the picture's view, the one of `before` where nothing changed."""
    dress = {"layout": picture.layout, "theme": picture.theme, "look": picture.look}
    whole = {**dress, "regions": _regions(picture), "blocks": dict(picture.blocks)}
    digest = _digest(whole)
    if before is not None and before.digest == digest:
        return before
    body = _json({"digest": digest, **whole})
    base = "" if before is None else before.digest
    known = {} if before is None else before.picture.blocks
    changed = {key: html for key, html in picture.blocks.items() if known.get(key) != html}
    patch = _json({"from": base, "digest": digest, **whole, "blocks": changed})
    return View(picture, digest, body, _event("scene", digest, body), _event("patch", digest, patch), base)


def data_view(scene: Mapping[str, Any], language: str, before: View | None) -> View:
    """Return the view of a scene as data, the one of `before` where nothing changed."""
    whole = {"version": SCENE_VERSION, "language": language, **scene}
    digest = _digest(whole)
    if before is not None and before.digest == digest:
        return before
    body = _json({"digest": digest, **whole})
    return View(Picture("", {}, {}), digest, body, _event("scene", digest, body), b"", "")


@attrs.frozen
class Scenes:
    """The hall's last scenes as files by their digests, the newest last: each a scene as data with its phone page."""

    bodies: Mapping[str, bytes] = attrs.field(factory=dict)

    @property
    def current(self) -> str:
        """The digest of what the hall has now, empty while there is nothing."""
        return next(reversed(list(self.bodies)), "")

    def after(self, data: View, page: View) -> Scenes:
        """Return the scenes with what the two views show now as the newest."""
        whole = {**json.loads(data.body), "page": json.loads(page.body)}
        del whole["digest"]
        digest = _digest(whole)
        if digest == self.current:
            return self
        others = [(known, body) for known, body in self.bodies.items() if known != digest]
        return Scenes(dict([*others[1 - SCENES_KEPT :], (digest, _json({"digest": digest, **whole}))]))


def _digest(whole: Mapping[str, Any]) -> str:
    return sha256(_json(whole)).hexdigest()[:DIGEST_LENGTH]


def _regions(picture: Picture) -> dict[str, Any]:
    return {name: {"layout": region.layout, "keys": region.keys} for name, region in picture.regions.items()}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _event(name: str, digest: str, data: bytes) -> bytes:
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (digest.encode(), name.encode(), data)
