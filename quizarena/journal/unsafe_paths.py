"""Whether a contest's file lies where it is not safe: in a synchronised folder, on another machine, under two names.

A synchronising service makes broken copies or puts an older one in place, network locks and syncs hold only as far as
the server keeps to them, and SQLite keeps its rollback journal by the name. What cannot be seen is taken to be safe.
"""

from __future__ import annotations

import re
from pathlib import Path

import attrs

from ..text import FRAME, Text

_ = FRAME
MOUNTS = Path("/proc/mounts")
_SYNCED = (
    (re.compile(r"onedrive\b.*", re.IGNORECASE), "OneDrive"),
    (re.compile(r"dropbox\b.*", re.IGNORECASE), "Dropbox"),
    (re.compile(r"icloud ?drive|com~apple~clouddocs|mobile documents", re.IGNORECASE), "iCloud"),
    (re.compile(r"google ?drive|googledrive-.*", re.IGNORECASE), "Google Drive"),
    (re.compile(r"nextcloud|owncloud", re.IGNORECASE), "Nextcloud"),
    (re.compile(r"nutstore|nutstore files|我的坚果云|坚果云", re.IGNORECASE), "坚果云 Nutstore"),
    (re.compile(r"baidusyncdisk|百度网盘同步空间", re.IGNORECASE), "百度网盘"),
    (re.compile(r"wps ?云盘|wpsdrive", re.IGNORECASE), "WPS 云盘"),
)
_NETWORK = re.compile(
    r"nfs4?|cifs|smb3|smbfs|ncpfs|afs|ceph|glusterfs|davfs|fuse\.(sshfs|davfs2|rclone|gvfsd-fuse)",
)


def unsafe_places(path: str | Path) -> list[Text]:
    """Return why `path` is no safe place for a contest's file; nothing where nothing speaks against it."""
    full = Path(path).absolute()
    found: list[Text] = []
    if (service := _service(full)) is not None:
        found.append(
            _(
                "{file}: lies in a folder of {service}, which may put another copy in its place while the contest runs;"
                " keep it outside and copy it there with: quizarena backup",
                file=str(path),
                service=service,
            )
        )
    elif (system := _network(full)) is not None:
        found.append(
            _(
                "{file}: lies on another machine ({system}), whose disk is not synced by this one; keep it on a disk of"
                " this machine and copy it there with: quizarena backup",
                file=str(path),
                system=system,
            )
        )
    if (names := _names(full)) > 1:
        found.append(
            _(
                "{file}: has {count} names on this disk (hard links), and programs that open it by different names do"
                " not see one another; keep one name, and copy with: quizarena backup",
                file=str(path),
                count=names,
            )
        )
    return found


def _names(path: Path) -> int:
    try:
        return path.stat().st_nlink
    except OSError:
        return 0


def _service(path: Path) -> str | None:
    return next((name for part in path.parts[:-1] for shape, name in _SYNCED if shape.fullmatch(part)), None)


def _network(path: Path) -> str | None:
    """Return the network file system that `path` lies on: a share of Windows, or by the system's list of mounts."""
    if path.drive.startswith("\\\\"):
        return path.drive
    found = max(
        (mount for mount in mounts() if path.is_relative_to(mount.path)),
        key=lambda each: len(each.path.parts),
        default=None,
    )
    return found.system if found is not None and _NETWORK.fullmatch(found.system) else None


@attrs.frozen
class Mount:
    """Where a disk is mounted, its file system, and whether it may be written to."""

    path: Path
    system: str
    writable: bool


def mounts() -> list[Mount]:
    """Return where disks are mounted; nothing where the system lists none."""
    try:
        text = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return []
    fields = (line.split(" ") for line in text.splitlines())
    return [Mount(Path(_plain(each[1])), each[2], "ro" not in each[3].split(",")) for each in fields if len(each) > 3]


def _plain(escaped: str) -> str:
    r"""Return a mount point as it is: the list writes a space as \040."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), escaped)
