package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.settings.ExtensionSettings.LogReceiver;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Beside the fixtures in test-fixtures/settings, which cover the messages. */
final class LoggingParserTest {
  private static final String CERTIFICATE =
      "'secretsManagementSettings': {'observedCertificates':"
          + " ['https://a.vault.azure.net/secrets/x']}";

  @Test
  void parse_port_withTag() throws Exception {
    assertEquals(
        Optional.of(new LogReceiver(URI.create("tcp://localhost:24224"), "web.akvvm")),
        open(
            "{'logger': 'fluentd', 'endpoint': 'tcp://localhost:24224', 'servicename':"
                + " 'web.akvvm'}"));
  }

  @Test
  void parse_socket_hasThePath() throws Exception {
    LogReceiver receiver = open("{'endpoint': 'unix:///run/a%20b.sock'}").orElseThrow();

    assertEquals(Optional.of(Path.of("/run/a b.sock")), receiver.socket());
    assertEquals("akvvm_service", receiver.tag());
    assertEquals("unix:///run/a%20b.sock", receiver.toString());
  }

  @Test
  void parse_nothingSet_isEmpty() throws Exception {
    for (String unset : List.of("null", "''", "{}", "{'logger': '', 'endpoint': null}")) {
      assertEquals(Optional.empty(), open(unset));
    }
  }

  @Test
  void parse_anotherLogger_isEmptyAndTheRestIsUsed() throws Exception {
    assertEquals(
        Optional.empty(), open("{'logger': 'syslog', 'endpoint': 'tcp://localhost:24224'}"));
  }

  private static Optional<LogReceiver> open(String logging) throws Exception {
    return Parsed.settings("{" + CERTIFICATE + ", 'loggingSettings': " + logging + "}")
        .logReceiver();
  }
}
