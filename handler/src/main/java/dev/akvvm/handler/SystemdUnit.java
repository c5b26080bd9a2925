package dev.akvvm.handler;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The unit file of the agent's launcher. What each setting is for, and what is left exposed, is
 * told in docs/systemd.md.
 */
final class SystemdUnit {
  /** The launcher's exit code when its package is gone; to start it again would be in vain. */
  private static final int GONE = 3;

  private SystemdUnit() {}

  /** The unit that keeps this launcher running. */
  static String text(ServiceManager.Start start, Path unitFile) {
    Sandbox sandbox = start.sandbox();
    // What lies in the package must not come to be again when that is gone.
    List<Path> made =
        sandbox.folders().stream().filter(folder -> !folder.startsWith(start.home())).toList();
    return """
    # Written by enable, anew each time: put changes into a drop-in (systemctl edit akvvm_service).
    [Unit]
    Description=Installs certificates from Azure Key Vault and renews them
    Wants=network-online.target
    After=network-online.target local-fs.target remote-fs.target
    StartLimitIntervalSec=0

    [Service]
    Type=simple
    ExecStartPre=-+/bin/mkdir -p -m 0700 -- %1$s
    ExecStart=/bin/sh %2$s %3$s
    ExecReload=/bin/kill -HUP $MAINPID
    ExecStopPost=-+/bin/sh -c %4$s
    Restart=always
    RestartSec=5
    RestartPreventExitStatus=%5$d
    KillMode=mixed
    TimeoutStopSec=30
    NotifyAccess=all
    WatchdogSec=360
    OOMPolicy=continue
    LimitCORE=0

    UMask=0077
    CapabilityBoundingSet=CAP_DAC_OVERRIDE CAP_FOWNER
    NoNewPrivileges=yes
    ProtectSystem=strict
    ReadWritePaths=%6$s
    ProtectHome=%7$s
    %8$s
    PrivateTmp=yes
    PrivateDevices=yes
    PrivateMounts=yes
    ProtectClock=yes
    ProtectControlGroups=yes
    ProtectHostname=yes
    ProtectKernelLogs=yes
    ProtectKernelModules=yes
    ProtectKernelTunables=yes
    ProtectProc=invisible
    KeyringMode=private
    LockPersonality=yes
    RemoveIPC=yes
    RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
    RestrictNamespaces=yes
    RestrictRealtime=yes
    RestrictSUIDSGID=yes
    SystemCallArchitectures=native
    SystemCallFilter=@system-service
    SystemCallFilter=~@privileged @resources
    SystemCallErrorNumber=EPERM

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(
            arguments(made),
            argument(start.launcher()),
            start.sequence(),
            argument(cleanUp(start, unitFile)),
            GONE,
            openings(sandbox.elsewhere()),
            // A read-only nothing covers the homes, through which the stores in them are seen.
            sandbox.reachesHomes() ? "tmpfs" : "yes",
            bound(sandbox.inCoveredPlaces()));
  }

  /**
   * Run after each end, outside of the sandbox: waagent may drop a package without any command, and
   * then nobody else would remove what enable and install left outside of it.
   */
  private static String cleanUp(ServiceManager.Start start, Path unitFile) {
    return """
    [ -e %1$s ] && exit; \
    grep -qsF " %1$s " %2$s || exit; \
    systemctl disable %3$s; rm -f %2$s; systemctl daemon-reload; \
    for link in /usr/local/bin/akvvm /opt/bin/akvvm; do \
    case $(readlink "$link") in %4$s/*) rm -f "$link";; esac; done\
    """
        .formatted(start.launcher(), unitFile, unitFile.getFileName(), start.home());
  }

  /** True when the unit's launcher is {@code home}'s. */
  static boolean starts(String unit, Path home) {
    return unit.contains(
        "\nExecStart=/bin/sh " + argument(home.resolve("bin/akvvm_service")) + " ");
  }

  private static String bound(List<Path> stores) {
    return "BindPaths=" + openings(stores).replace(":", "\\:");
  }

  /** One that is missing all the same keeps nothing from starting. */
  private static String openings(List<Path> folders) {
    return folders.stream().map(folder -> quoted("-" + folder)).collect(Collectors.joining(" "));
  }

  private static String arguments(List<Path> folders) {
    return folders.stream().map(SystemdUnit::argument).collect(Collectors.joining(" "));
  }

  /** A word of a command line, in which systemd expands variables. */
  private static String argument(Object word) {
    return quoted(word).replace("$", "$$");
  }

  /** As one word, with nothing left that means something to systemd. */
  private static String quoted(Object word) {
    String text = word.toString().replace("%", "%%");
    return text.matches("[\\w/.+:@-]+")
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
