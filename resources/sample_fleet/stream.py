"""The few words of git-fast-import(1) that write a history in one process instead of two per commit."""

AUTHOR = "Ada Sample <ada@example.com>"


def commit(branch: str, subject: str, at: int, *, parent: str = "") -> bytes:
    """The head of a commit; the files it changes follow. Without ``parent`` it continues the branch."""
    text = subject.encode()
    start = f"from {parent}\n" if parent else ""
    head = f"commit refs/heads/{branch}\ncommitter {AUTHOR} {at} +0000\ndata {len(text)}\n"
    return head.encode() + text + b"\n" + start.encode()


def blob(path: str, content: bytes, *, executable: bool = False) -> bytes:
    """One file of the commit above it."""
    mode = "100755" if executable else "100644"
    quoted = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'M {mode} inline "{quoted}"\ndata {len(content)}\n'.encode() + content + b"\n"


def point(ref: str, at: str) -> bytes:
    """Let ``ref`` name what ``at`` names now."""
    return f"reset {ref}\nfrom {at}\n\n".encode()
