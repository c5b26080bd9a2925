package dev.akvvm.handler;

import dev.akvvm.state.RenewalHooks;
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

  private static final String CAPABILITIES = "CAP_DAC_OVERRIDE CAP_FOWNER";

  /** To take on a user's rights, and no others'. */
  private static final String ACTING_CAPABILITIES = " CAP_SETUID CAP_SETGID";

  private static final String ACTING_CALLS = "SystemCallFilter=setfsuid setfsgid setgroups capset";

  /** By these sockets whoever is root could have systemd do anything, outside of the sandbox. */
  private static final String CLOSED =
      "InaccessiblePaths=-/run/systemd/private -/run/dbus/system_bus_socket\n"
          + "Environment="
          + RenewalHooks.UNAVAILABLE
          + "=yes";

  /**
   * What PrivateTmp and, before systemd 254 or so, ProtectHome put there can be written to: a
   * certificate would seem to be installed that nobody else sees.
   */
  private static final String NOTHING_TEMPORARY = "/tmp:ro,mode=1777 /var/tmp:ro,mode=1777";

  private static final String NOTHING_AT_HOME =
      " /home:ro,mode=0755 /root:ro,mode=0755 /run/user:ro,mode=0755";

  private SystemdUnit() {}

  /**
   * The unit that keeps this launcher running. What is run before it with full privileges would
   * still see the covers over homes and temporary directories, and not what lies below, so it goes
   * where systemd itself is.
   */
  static String text(ServiceManager.Start start, Path unitFile) {
    Sandbox sandbox = start.sandbox();
    return """
    # Written by enable, anew each time: put changes into a drop-in (systemctl edit akvvm_service).
    [Unit]
    Description=Installs certificates from Azure Key Vault and renews them
    Wants=network-online.target
    After=network-online.target local-fs.target remote-fs.target
    StartLimitIntervalSec=0

    [Service]
    Type=simple
    ExecStartPre=+/usr/bin/nsenter --mount=/proc/1/ns/mnt /bin/sh %1$s fit-sandbox %3$s
    ExecStart=/bin/sh %2$s %3$s
    ExecReload=/bin/kill -HUP $MAINPID
    ExecStopPost=-+/bin/sh -c %4$s
    Restart=always
    RestartSec=5
    RestartPreventExitStatus=%5$d
    KillMode=mixed
    TimeoutStartSec=180
    TimeoutStopSec=30
    NotifyAccess=all
    WatchdogSec=360
    OOMPolicy=continue
    LimitCORE=0

    UMask=0077
    CapabilityBoundingSet=%9$s
    NoNewPrivileges=yes
    ProtectSystem=strict
    ReadWritePaths=%6$s
    ProtectHome=%7$s
    PrivateTmp=yes
    TemporaryFileSystem=%12$s
    %8$s
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
    %10$s
    %11$s

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(
            argument(start.home().resolve("bin/handler")),
            argument(start.launcher()),
            start.sequence(),
            argument(cleanUp(start, unitFile)),
            GONE,
            openings(sandbox.elsewhere()),
            // A nothing covers the homes, through which the stores in them are seen.
            sandbox.reachesHomes() ? "tmpfs" : "yes",
            bound(sandbox.inCoveredPlaces()),
            CAPABILITIES + (sandbox.actsAsUsers() ? ACTING_CAPABILITIES : ""),
            sandbox.actsAsUsers() ? ACTING_CALLS : "",
            sandbox.runsActions() ? "" : CLOSED,
            sandbox.reachesHomes() ? NOTHING_TEMPORARY + NOTHING_AT_HOME : NOTHING_TEMPORARY);
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
