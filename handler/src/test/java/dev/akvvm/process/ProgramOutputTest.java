package dev.akvvm.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgramOutputTest {
  @Test
  void reason_nginx_fileAndLineAndTheEnd() {
    assertEquals(
        "nginx: [emerg] unknown directive \"nonsense\" in /etc/nginx/conf.d/bad.conf:1; nginx:"
            + " configuration file /etc/nginx/nginx.conf test failed",
        reason(
            "nginx: [warn] conflicting server name \"a\" on 0.0.0.0:80, ignored",
            "nginx: [emerg] unknown directive \"nonsense\" in /etc/nginx/conf.d/bad.conf:1",
            "nginx: configuration file /etc/nginx/nginx.conf test failed"));
  }

  @Test
  void reason_otherPrograms_whatTellsMost() {
    assertEquals(
        "[ALERT] (7) : config : parsing [/etc/haproxy.cfg:3]: unknown keyword; it ends here",
        reason(
            "[NOTICE] (7) : haproxy version is 2.6.12",
            "[ALERT] (7) : config : parsing [/etc/haproxy.cfg:3]: unknown keyword",
            "it ends here"));
    assertEquals(
        "ValueError: not a port",
        reason("Traceback (most recent call last):", "  File \"x\"", "ValueError: not a port"));
    assertEquals(
        "java.lang.IllegalStateException: no; at X.main(X.java:3)",
        reason("java.lang.IllegalStateException: no", "at X.main(X.java:3)"));
  }

  @Test
  void reason_nothingTells_theLastLine() {
    assertEquals("two", reason("one", "two"));
    assertEquals("", reason());
    assertEquals("terrors await", reason("errorless", "terrors await"));
  }

  private static String reason(String... lines) {
    return new ProgramOutput(List.of(lines)).reason();
  }
}
