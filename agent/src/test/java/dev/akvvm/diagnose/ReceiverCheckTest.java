package dev.akvvm.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.doctor.Finding;
import dev.akvvm.settings.ExtensionSettings.LogReceiver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class ReceiverCheckTest {
  @Test
  void run_receiverListens_isWellElseSaysWhatToDo() throws Exception {
    URI endpoint;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      endpoint = URI.create("tcp://localhost:" + server.getLocalPort());
      assertEquals(
          Finding.ok(ReceiverCheck.STEP, endpoint + " accepts connections"), check(endpoint));
    }
    assertEquals(
        Finding.fix(
            ReceiverCheck.STEP,
            endpoint + ": Connection refused; start the receiver, or correct loggingSettings"),
        check(endpoint));
  }

  private static Finding check(URI endpoint) {
    return new ReceiverCheck(new LogReceiver(endpoint, "akvvm_service")).run();
  }
}
