package dev.akvvm.emulator;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * Azure Arc's agent on the machine.
 *
 * @param address where it listens; the real one has port 40342 of loopback
 * @param keys the folder in which it puts the keys that callers must read; made if need be
 */
public record Arc(InetSocketAddress address, Path keys) {
  /** The place that every client expects. */
  public static final Path USUAL_KEYS = Path.of("/var/opt/azcmagent/tokens");

  /** Any free port of 127.0.0.1. */
  public static Arc local(Path keys) {
    return new Arc(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), keys);
  }
}
