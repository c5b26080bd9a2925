package dev.akvvm.packaged;

import static dev.akvvm.packaged.Reported.extension;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Waagent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the real guest agent collects of the package's telemetry. */
@Timeout(180)
@OnMachine
final class TelemetryIT {
  private final Machine machine;
  private final Store store;

  TelemetryIT(Machine machine, Store store) {
    this.machine = machine;
    this.store = store;
  }

  @Test
  void events_ofALifeWithAFailureAndACrash_areCollected() {
    Emulator.Version version = machine.azure().create("web");
    try (Waagent waagent = Waagent.start(machine.vm())) {
      waagent.publish(PackageFolder.NAME, PackageFolder.VERSION, PackageFolder.zip());
      waagent.goal(extension(PackageFolder.VERSION, 0, Settings.polling(2, "web")));
      store.awaitInstalled("web", version);
      awaitEvent(waagent, "Started", "started for settings 0: 1 certificate");
      awaitEvent(waagent, "Succeeded", "1 of 1 certificate current");

      machine.azure().fault("web", "\"effect\": \"drop\"");
      awaitEvent(waagent, "Failing", ": contoso/web");
      machine.azure().clearFaults();
      awaitEvent(waagent, "Recovered", "at most: contoso/web");

      machine.kill("KILL", machine.javas().getFirst());
      awaitEvent(waagent, "Ended", "the agent ended with exit code 137 and was started again");
    }
  }

  private void awaitEvent(Waagent waagent, String task, String message) {
    List<Map<String, String>> seen = new ArrayList<>();
    machine
        .await()
        .until(
            task,
            Machine.SOON,
            () -> {
              seen.addAll(waagent.collectEvents().events());
              return seen.stream().anyMatch(event -> event.toString().contains(message));
            });
    Map<String, String> event =
        seen.stream().filter(each -> each.toString().contains(message)).findFirst().orElseThrow();
    assertTrue(event.toString().contains(task), event.toString());
  }
}
