package dev.akvvm.diagnose;

import dev.akvvm.doctor.Finding;
import dev.akvvm.files.IoReason;
import dev.akvvm.forward.Receiver;
import dev.akvvm.settings.ExtensionSettings.LogReceiver;
import java.io.IOException;

/** Whether the receiver of log lines accepts connections. It is sent nothing. */
record ReceiverCheck(LogReceiver receiver) {
  static final String STEP = "log receiver";

  Finding run() {
    try {
      Receiver.of(receiver).probe();
      return Finding.ok(STEP, receiver + " accepts connections");
    } catch (IOException e) {
      return Finding.fix(
          STEP,
          "%s: %s; start the receiver, or correct loggingSettings"
              .formatted(receiver, IoReason.of(e)));
    }
  }
}
