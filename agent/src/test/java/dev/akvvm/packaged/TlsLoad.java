package dev.akvvm.packaged;

import dev.akvvm.vm.VmService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients in a machine that connect to a TLS server again and again, each time anew, and count what
 * fails.
 */
final class TlsLoad implements AutoCloseable {
  private static final String CLIENT = "/run/tls-load.py";

  /** A connection counts once its answer was read to the end. */
  private static final String SCRIPT =
      """
      import os, socket, ssl, sys, threading
      port, done, failed = int(sys.argv[1]), [], []
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
      context.check_hostname = False
      context.verify_mode = ssl.CERT_NONE
      def client():
          while not os.path.exists(sys.argv[2]):
              try:
                  with socket.create_connection(("127.0.0.1", port), 20) as plain:
                      with context.wrap_socket(plain) as tls:
                          tls.sendall(b"GET / HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n")
                          answer = b""
                          while part := tls.recv(4096):
                              answer += part
                          assert b" 200 " in answer, answer
                  done.append(1)
              except Exception as e:
                  failed.append(repr(e))
      threads = [threading.Thread(target=client) for _ in range(3)]
      for each in threads: each.start()
      print("ready", flush=True)
      for each in threads: each.join()
      print(f"connections {len(done)} failures {len(failed)} {failed[:3]}", flush=True)
      """;

  private final Machine machine;
  private final VmService clients;
  private final Path log;
  private final int port;
  private final String stop;

  private TlsLoad(Machine machine, VmService clients, Path log, int port, String stop) {
    this.machine = machine;
    this.clients = clients;
    this.log = log;
    this.port = port;
    this.stop = stop;
  }

  /** What came of it: how many connections were answered, and what happened to the others. */
  record Result(int answered, int failed, String failures) {}

  static TlsLoad on(Machine machine, int port) {
    try {
      machine.write(CLIENT, SCRIPT);
      String stop = "/run/tls-load.stop-" + port;
      Path log = Files.createTempFile("tls-load", ".log");
      VmService clients =
          machine
              .vm()
              .start(List.of("/usr/bin/python3", CLIENT, Integer.toString(port), stop), log);
      clients.awaitLine(Pattern.compile("^ready"), Machine.SOON);
      return new TlsLoad(machine, clients, log, port, stop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SHA-256 of the certificate that is served now, in lower-case hex; empty for none. */
  static String served(Machine machine, int port) {
    String shown =
        machine
            .run(
                "sh",
                "-c",
                "openssl s_client -connect 127.0.0.1:%d </dev/null 2>/dev/null | openssl x509"
                        .formatted(port)
                    + " -noout -fingerprint -sha256")
            .stdout();
    return shown.replaceAll(".*=|[:\\s]", "").toLowerCase(java.util.Locale.ROOT);
  }

  /** Waits until this version is served, and says for how long. */
  static Duration awaitServed(Machine machine, int port, Emulator.Version version) {
    long begin = System.nanoTime();
    machine
        .await()
        .until(
            version.version() + " is served",
            Machine.SOON,
            () -> served(machine, port).equals(version.fingerprint()));
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /**
   * Renews a certificate again and again, each time once the last one is served.
   *
   * @param limit the time a renewal may take until it is served
   */
  void renew(String certificate, int times, Duration limit) {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < times; i++) {
      Duration taken = awaitServed(machine, port, machine.azure().renew(certificate));
      if (taken.compareTo(limit) > 0) {
        throw new AssertionError("renewal " + i + " was served after " + taken);
      }
      longest = taken.compareTo(longest) > 0 ? taken : longest;
    }
    System.out.println(times + " renewals, served after " + longest.toMillis() + " ms at the most");
  }

  /** Ends it. */
  Result stop() {
    machine.output("touch", stop);
    String line = clients.awaitLine(Pattern.compile("^connections "), Machine.SOON);
    Matcher counts = Pattern.compile("connections (\\d+) failures (\\d+) (.*)").matcher(line);
    if (!counts.matches()) {
      throw new AssertionError(line);
    }
    System.out.println(line);
    return new Result(
        Integer.parseInt(counts.group(1)), Integer.parseInt(counts.group(2)), counts.group(3));
  }

  @Override
  public void close() {
    clients.close();
    try {
      Files.delete(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
