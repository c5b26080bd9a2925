package dev.akvvm.handler;

import java.nio.file.Path;

/** The unit file of the agent's launcher. */
final class SystemdUnit {
  private static final int GONE = 3;

  private SystemdUnit() {}

  /**
   * The unit that keeps this launcher running. The launcher ends with {@value #GONE} when its
   * package is gone; to start it again would be in vain.
   */
  static String text(ServiceManager.Start start) {
    return """
    # Written by enable, anew each time.
    [Unit]
    Description=Installs certificates from Azure Key Vault and renews them
    Wants=network-online.target
    After=network-online.target
    StartLimitIntervalSec=0

    [Service]
    Type=simple
    ExecStart=%s %s
    ExecReload=/bin/kill -HUP $MAINPID
    Restart=always
    RestartSec=5
    RestartPreventExitStatus=%d
    KillMode=mixed
    TimeoutStopSec=30
    UMask=0077

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(start.launcher(), start.sequence(), GONE);
  }

  /** True when the unit's launcher is {@code home}'s. */
  static boolean starts(String unit, Path home) {
    return unit.contains("\nExecStart=" + home.resolve("bin/akvvm_service") + " ");
  }
}
