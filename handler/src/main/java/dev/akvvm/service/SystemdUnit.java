package dev.akvvm.service;

import dev.akvvm.state.RenewalHooks;
import dev.akvvm.waagent.HandlerEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The unit file of the agent's launcher. docs/systemd.md says what each setting is for, and what is
 * left exposed.
 */
final class SystemdUnit {
  private static final String UNIT_SECTION =
      """
      # Written by enable, anew each time: put changes into a drop-in (systemctl edit akvvm_service).
      [Unit]
      Description=Installs certificates from Azure Key Vault and renews them
      Wants=network-online.target
      After=network-online.target local-fs.target remote-fs.target
      StartLimitIntervalSec=0\
      """;

  private static final String THE_REST_OF_THE_MACHINE =
      """
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
      SystemCallErrorNumber=EPERM\
      """;

  private static final String INSTALL_SECTION =
      """
      [Install]
      WantedBy=multi-user.target
      """;

  /**
   * The launcher's exit code when its package is gone, or its settings are another machine's;
   * starting it again would be pointless.
   */
  private static final int GONE = 3;

  private static final String CAPABILITIES = "CAP_DAC_OVERRIDE CAP_FOWNER";

  /** To take on a user's rights. */
  private static final String ACTING_CAPABILITIES = " CAP_SETUID CAP_SETGID";

  private static final String ACTING_CALLS = "SystemCallFilter=setfsuid setfsgid setgroups capset";

  /** Through these sockets root could have systemd do anything, outside the sandbox. */
  private static final String CLOSED =
      "InaccessiblePaths=-/run/systemd/private -/run/dbus/system_bus_socket\n"
          + "Environment="
          + RenewalHooks.UNAVAILABLE
          + "=yes";

  /**
   * What PrivateTmp and, before systemd 254 or so, ProtectHome put there is writable: a certificate
   * would seem to be installed that no one else sees.
   */
  private static final String NOTHING_TEMPORARY = "/tmp:ro,mode=1777 /var/tmp:ro,mode=1777";

  private static final String NOTHING_AT_HOME =
      " /home:ro,mode=0755 /root:ro,mode=0755 /run/user:ro,mode=0755";

  private SystemdUnit() {}

  /** The unit that keeps this launcher running. */
  static String text(ServiceManager.Start start, Path unitFile) {
    Sandbox sandbox = start.sandbox();
    return String.join(
        "\n",
        UNIT_SECTION,
        "",
        launcher(start, unitFile),
        "",
        rights(sandbox),
        files(start),
        THE_REST_OF_THE_MACHINE,
        sandbox.actsAsUsers() ? ACTING_CALLS : "",
        sandbox.runsActions() ? "" : CLOSED,
        "",
        INSTALL_SECTION);
  }

  /**
   * How it is started and ended. What is run before it, even with full privileges, would still see
   * the covers over homes and temporary directories instead of what is below, so it enters
   * systemd's own mount namespace.
   */
  private static String launcher(ServiceManager.Start start, Path unitFile) {
    return """
    [Service]
    Type=simple
    ExecStartPre=+/usr/bin/nsenter --mount=/proc/1/ns/mnt /bin/sh %s fit-sandbox %s
    %s%s
    ExecReload=/bin/kill -HUP $MAINPID
    ExecStopPost=-+/bin/sh -c %s
    Restart=always
    RestartSec=5
    RestartPreventExitStatus=%d
    KillMode=mixed
    RuntimeDirectory=akvvm
    RuntimeDirectoryMode=0755
    RuntimeDirectoryPreserve=yes
    TimeoutStartSec=180
    TimeoutStopSec=30
    NotifyAccess=all
    SyslogIdentifier=akvvm
    WatchdogSec=360
    OOMPolicy=continue
    LimitCORE=0\
    """
        .formatted(
            argument(start.home().resolve("bin/handler")),
            start.sequence(),
            execStart(start.home()),
            start.sequence(),
            argument(cleanUp(start, unitFile)),
            GONE);
  }

  private static String execStart(Path home) {
    return "ExecStart=/bin/sh " + argument(home.resolve("bin/akvvm_service")) + " ";
  }

  private static String rights(Sandbox sandbox) {
    return """
    UMask=0077
    CapabilityBoundingSet=%s%s
    NoNewPrivileges=yes\
    """
        .formatted(CAPABILITIES, sandbox.actsAsUsers() ? ACTING_CAPABILITIES : "");
  }

  /**
   * An empty file system covers the homes, in which only the stores are visible, and what the agent
   * needs of its own.
   */
  private static String files(ServiceManager.Start start) {
    Sandbox sandbox = start.sandbox();
    Path program = HandlerEnvironment.guestAgentFolder(start.home());
    boolean reachesHomes = sandbox.reachesHomes(program);
    return """
    ProtectSystem=strict
    ReadWritePaths=%s
    ProtectHome=%s
    PrivateTmp=yes
    TemporaryFileSystem=%s%s
    BindReadOnlyPaths=%s
    BindPaths=%s\
    """
        .formatted(
            openings(sandbox.elsewhere()),
            reachesHomes ? "tmpfs" : "yes",
            NOTHING_TEMPORARY,
            reachesHomes ? NOTHING_AT_HOME : "",
            mounts(sandbox.hidden(program).stream().toList()),
            mounts(sandbox.inCoveredPlaces()));
  }

  /** As above, where a colon would begin another path. */
  private static String mounts(List<Path> folders) {
    return openings(folders).replace(":", "\\:");
  }

  /**
   * Run after each end, outside the sandbox: waagent may drop a package without any command, and
   * then nothing else would remove what enable and install left outside the package.
   */
  private static String cleanUp(ServiceManager.Start start, Path unitFile) {
    return """
    [ -e %1$s ] && exit; \
    grep -qsF " %1$s " %2$s || exit; \
    systemctl disable %3$s; rm -f %2$s; systemctl daemon-reload; \
    for command in /usr/local/bin/akvvm /opt/bin/akvvm; do \
    ! grep -qsxF "home='%4$s'" "$command" || rm -f "$command"; done\
    """
        .formatted(start.launcher(), unitFile, unitFile.getFileName(), start.home());
  }

  /** True when the unit's launcher is {@code home}'s. */
  static boolean starts(String unit, Path home) {
    return unit.contains("\n" + execStart(home));
  }

  /** A missing one does not keep the service from starting. */
  private static String openings(List<Path> folders) {
    return folders.stream().map(folder -> quoted("-" + folder)).collect(Collectors.joining(" "));
  }

  /** A word of a command line, in which systemd expands variables. */
  private static String argument(Object word) {
    return quoted(word).replace("$", "$$");
  }

  /** As one word, with everything that is special to systemd escaped. */
  private static String quoted(Object word) {
    String text = word.toString().replace("%", "%%");
    return text.matches("[\\w/.+:@-]+")
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
