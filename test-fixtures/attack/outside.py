#!/usr/bin/python3
"""Prints what can be told of files by looking at them, one line each: path, tab, description.

  outside.py PATH...

The description has type, mode, owner, links, change time, ACLs, target and digest. A change time never goes back, so
two equal lines mean that nobody has touched the file in between. For root; follows no links.
"""
import hashlib
import os
import stat
import struct
import sys

TYPES = {
    stat.S_IFREG: "file", stat.S_IFDIR: "directory", stat.S_IFLNK: "link", stat.S_IFIFO: "fifo",
    stat.S_IFSOCK: "socket", stat.S_IFBLK: "device", stat.S_IFCHR: "device",
}
TAGS = {0x01: "user", 0x02: "user", 0x04: "group", 0x08: "group", 0x10: "mask", 0x20: "other"}
NAMED = (0x02, 0x08)
LARGE = 1 << 16


def acl(path, name):
    try:
        value = os.getxattr(path, "system.posix_acl_" + name, follow_symlinks=False)
    except OSError:
        return ""
    entries = []
    for tag, bits, number in struct.iter_unpack("<HHI", value[4:]):
        rights = "".join(letter if bits & bit else "-" for letter, bit in (("r", 4), ("w", 2), ("x", 1)))
        entries.append(f"{TAGS.get(tag, tag)}:{number if tag in NAMED else ''}:{rights}")
    return f" {name}-acl={','.join(entries)}"


def content(path, status):
    if stat.S_ISLNK(status.st_mode):
        return " to=" + os.readlink(path)
    if not stat.S_ISREG(status.st_mode):
        return ""
    text = f" size={status.st_size} links={status.st_nlink}"
    if status.st_size <= LARGE:
        with open(path, "rb") as file:
            text += " sha256=" + hashlib.sha256(file.read()).hexdigest()[:16]
    return text


def describe(path):
    status = os.lstat(path)
    kind = TYPES.get(stat.S_IFMT(status.st_mode), "?")
    return (
        f"{kind} {stat.S_IMODE(status.st_mode):o} {status.st_uid}:{status.st_gid}"
        f" inode={status.st_ino} ctime={status.st_ctime_ns}"
        f"{acl(path, 'access')}{acl(path, 'default')}{content(path, status)}"
    )


def tell(path):
    try:
        line = describe(path)
    except FileNotFoundError:
        return
    print(f"{path}\t{line}".encode("unicode_escape").decode().replace("\\t", "\t", 1))


for root in sys.argv[1:]:
    tell(root)
    for folder, folders, files in os.walk(root):
        for each in sorted(folders + files):
            tell(os.path.join(folder, each))
