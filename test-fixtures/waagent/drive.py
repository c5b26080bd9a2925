#!/usr/bin/python3 -B
"""Runs extension packages through the real Azure guest agent, inside a VM made by ../vm/azure-vm.

Reads one JSON command per line and answers each with one line of JSON, after a first line {"agent": VERSION}:

    {"do": "goal", "packages": {NAME: {VERSION: ZIP}}, "extensions": [{"name", "version", "seq", "settings",
        "protected", "state": "enabled|disabled|uninstall", "level": dependency level}]}
    {"do": "tick"}           one iteration of the agent's main loop
    {"do": "newGoalState"}   the same goal again, as when another extension of the VM was changed
    {"do": "restart"}        the agent starts anew, as after a reboot
    {"do": "report"}         nothing runs; what Azure was told last
    {"do": "events"}         the agent collects the extensions' telemetry now instead of every five minutes

    -> {"commands": [{"handler", "operation", "exitCode", "seconds", "output"}], "uploaded": was a status sent at all,
        "handlers": [{"name", "version", "status", "code", "message", "extension": null or {"sequence", "status",
        "code", "operation", "message", "substatus": [{"name", "status", "code", "message"}]}}],
        "log": [the agent's warnings and errors], "events": [...]}   or {"error": text}

Real is everything of azurelinuxagent but the network (fabric.py) and the loop's pauses. Since the agent works on its
default directories, this refuses to run where there is any network but lo: outside of a VM.
"""

import argparse
import inspect
import json
import os
import socket
import sys
import time
import traceback
import types

from fabric import Fabric

WIRE_SERVER = "168.63.129.16"
CONFIGURATION = """Extensions.Enabled=y
AutoUpdate.Enabled=n
OS.EnableFirewall=n
Logs.Collect=n
ResourceDisk.Format=n
Debug.EnableFastTrack=n
"""
OUTPUT_TAIL = 4000
EVENT_FIELDS = ("EventName", "TaskName", "CapabilityUsed", "Context1", "Context2", "Context3")


class Nothing:
    """Stands in for the agent's other duties: users for remote access, updates of itself."""

    def run(self, *_, **__):
        """Does nothing."""

    def get_vmagent_update_status(self):
        """No update was asked for."""


class EventSink:
    """Takes collected telemetry from the agent's collector, in place of the thread that would send it."""

    def __init__(self):
        self.events = []

    def stopped(self):
        """Always ready."""
        return False

    def get_thread_name(self):
        """For the collector's messages."""
        return "drive"

    def enqueue_event(self, event):
        """Keeps what identifies an event and what it says."""
        self.events.append({field.name: str(field.value) for field in event.parameters if field.name in EVENT_FIELDS})


class Agent:
    """One guest agent: the imported azurelinuxagent, its fabric, and what was seen since the last answer."""

    def __init__(self, dependency_timeout, lib_dir):
        from azurelinuxagent.common import conf, logger
        from azurelinuxagent.common.utils import restutil
        from azurelinuxagent.common.version import AGENT_VERSION
        from azurelinuxagent.ga import exthandlers

        self.version = AGENT_VERSION
        self._commands = []
        self._log = []
        self._configure(conf, logger, lib_dir)
        self._lib_dir = conf.get_lib_dir()
        self._exthandlers = exthandlers
        if dependency_timeout is not None:
            exthandlers._DEFAULT_EXT_TIMEOUT_MINUTES = dependency_timeout / 60
        self.fabric = Fabric(WIRE_SERVER, self._lib_dir)
        self._handler = self._update = None
        restutil.http_request = self.fabric.http_request
        self._watch_commands()

    def _configure(self, conf, logger, lib_dir):
        with open("/etc/waagent.conf", "w") as file:
            file.write(CONFIGURATION)
            if lib_dir:
                os.makedirs(lib_dir, mode=0o700, exist_ok=True)
                file.write("Lib.Dir=%s\n" % lib_dir)
        conf.load_conf_from_file("/etc/waagent.conf")
        logger.add_logger_appender(logger.AppenderType.FILE, logger.LogLevel.INFO, path="/var/log/waagent.log")
        warnings = logger.AppenderType.TELEMETRY  # the one kind that hands records to a function
        logger.add_logger_appender(warnings, logger.LogLevel.WARNING, path=lambda _, line: self._log.append(line.strip()))

    def _watch_commands(self):
        """Every command of every handler passes here; nothing about it is changed."""
        configurator = self._exthandlers.CGroupConfigurator.get_instance()
        original = configurator.start_extension_command

        def start_extension_command(*args, **kwargs):
            begin = time.monotonic()
            exit_code, output = 0, ""
            try:
                output = original(*args, **kwargs)
                return output
            except Exception as failure:
                # As the agent hands it to the next command: a time-out has no exit code but one of the agent's own.
                exit_code = getattr(failure, "exit_code", getattr(failure, "code", -1))
                output = str(failure)
                raise
            finally:
                self._commands.append(
                    {
                        "handler": os.path.basename(kwargs["cwd"]),
                        "operation": kwargs["cmd_name"],
                        "exitCode": exit_code,
                        "seconds": round(time.monotonic() - begin, 3),
                        "output": output[-OUTPUT_TAIL:],
                    }
                )

        configurator.start_extension_command = start_extension_command

    def start(self):
        """What the agent's process does before its main loop, as far as extensions can tell."""
        from azurelinuxagent.common import event
        from azurelinuxagent.common.protocol.wire import WireProtocol
        from azurelinuxagent.ga import update

        event_dir = os.path.join(self._lib_dir, "events")
        os.makedirs(event_dir, mode=0o700, exist_ok=True)
        event.get_event_logger().event_dir = event_dir
        protocol = WireProtocol(WIRE_SERVER)
        protocol.detect()
        self._handler = self._exthandlers.get_exthandlers_handler(protocol)
        self._update = update.get_update_handler()
        # Rewrites each handler's HandlerEnvironment.json.
        self._update._ensure_extension_telemetry_state_configured_properly(protocol)

    def goal(self, command):
        """A goal state arrives and is processed."""
        for name, versions in command["packages"].items():
            self.fabric.packages.setdefault(name, {}).update(versions)
        self.fabric.extensions = command["extensions"]
        return self.new_goal_state(command)

    def new_goal_state(self, command):
        """The same extensions in a new goal state."""
        self.fabric.new_goal_state()
        return self.tick(command)

    def restart(self, command):
        """A new agent, which remembers only what is on disk."""
        self.start()
        return self.tick(command)

    def tick(self, command):
        """One iteration of the main loop, without its pause."""
        if self._handler is None:
            self.start()
        self.fabric.status = None
        iterate = self._update._process_goal_state
        # Newer agents hand in a third duty.
        duties = [Nothing() for _ in list(inspect.signature(iterate).parameters)[1:]]
        iterate(self._handler, *duties)
        return self.report(command)

    def report(self, _command):
        """What was seen since the last answer."""
        seen = {"commands": self._commands[:], "log": self._log[:], "events": [], **read_status(self.fabric.status)}
        self._commands.clear()
        self._log.clear()
        return seen

    def events(self, command):
        """Lets the agent's own collector run once."""
        from azurelinuxagent.ga.collect_telemetry_events import _ProcessExtensionEvents

        sink = EventSink()
        _ProcessExtensionEvents(sink)._operation()
        return {**self.report(command), "events": sink.events}


def read_status(blob):
    """The handlers in the blob that waagent uploaded, None if it uploaded nothing."""
    if blob is None:
        return {"uploaded": False, "handlers": []}
    return {"uploaded": True, "handlers": [read_handler(h) for h in blob["aggregateStatus"]["handlerAggregateStatus"]]}


def read_handler(handler):
    """One handler of the blob, with the status of its extension."""
    runtime = handler.get("runtimeSettingsStatus")
    extension = None
    if runtime is not None:
        status = runtime["settingsStatus"]["status"]
        extension = {
            "sequence": runtime["sequenceNumber"],
            "operation": status.get("operation"),
            **read_outcome(status),
            "substatus": [{"name": item.get("name"), **read_outcome(item)} for item in status.get("substatus", [])],
        }
    return {
        "name": handler["handlerName"],
        "version": handler["handlerVersion"],
        **read_outcome(handler),
        "extension": extension,
    }


def read_outcome(node):
    """Status, code and message, which handlers, extensions and substatuses have in common."""
    message = (node.get("formattedMessage") or {}).get("message")
    return {"status": node.get("status"), "code": node.get("code"), "message": message}


def supply_distro():
    """The agent asks a package outside of Python's own library for the distribution; it is not installed everywhere."""
    try:
        import distro  # noqa: F401
    except ImportError:
        with open("/etc/os-release") as file:
            pairs = dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line)
        release = {key: value.strip('"') for key, value in pairs.items()}
        shim = types.ModuleType("distro")
        shim.id = lambda: release.get("ID", "")
        shim.name = lambda *_, **__: release.get("NAME", "")
        shim.version = lambda *_, **__: release.get("VERSION_ID", "")
        shim.codename = lambda: release.get("VERSION_CODENAME", "")
        shim.linux_distribution = lambda *_, **__: (shim.id(), shim.version(), shim.codename())
        sys.modules["distro"] = shim


def take_over_standard_streams():
    """The pair of pipes to our caller, hidden from the extensions' commands, which inherit standard input."""
    commands = os.fdopen(os.dup(0), "r", encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return commands, answers


def main():
    """Answers commands until there are no more."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agent", required=True, help="the directory that ./install made")
    parser.add_argument("--dependency-timeout", type=float, metavar="SECONDS", help="default: the agent's 90 minutes")
    parser.add_argument("--lib-dir", metavar="DIRECTORY", help="the agent's Lib.Dir; default: /var/lib/waagent")
    options = parser.parse_args()
    if [name for _, name in socket.if_nameindex()] != ["lo"]:
        sys.exit("drive.py: runs only inside a VM made by azure-vm, where the network is lo alone")
    commands, answers = take_over_standard_streams()
    sys.path.insert(0, options.agent)
    supply_distro()
    agent = Agent(options.dependency_timeout, options.lib_dir)
    known = {
        "goal": agent.goal,
        "tick": agent.tick,
        "newGoalState": agent.new_goal_state,
        "restart": agent.restart,
        "report": agent.report,
        "events": agent.events,
    }
    print(json.dumps({"agent": agent.version}), file=answers)
    for line in commands:
        command = json.loads(line)
        try:
            answer = known[command["do"]](command)
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), file=answers)


if __name__ == "__main__":
    main()
