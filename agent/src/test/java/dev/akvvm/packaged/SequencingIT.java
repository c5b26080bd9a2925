package dev.akvvm.packaged;

import static dev.akvvm.packaged.Reported.extension;
import static dev.akvvm.packaged.Reported.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Extension;
import dev.akvvm.vm.Report;
import dev.akvvm.vm.Waagent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another extension depends on this one, which requires its initial sync. */
@Tag("lifecycle")
@Timeout(180)
@OnMachine
final class SequencingIT {
  private static final Settings SYNCED =
      Settings.polling(2, "web").with("requireInitialSync", true);
  private static final Extension DEPENDANT =
      Extension.enabled(DependantPackage.NAME, DependantPackage.VERSION, 0, "{}").withLevel(1);
  private static final Duration AZURES = Duration.ofMinutes(90);

  @TempDir private Path temp;

  private final Machine machine;

  SequencingIT(Machine machine) {
    this.machine = machine;
  }

  @Test
  @DisplayName("A dependant waits for a missing certificate, and starts when it is on disk")
  void goal_certificateIsMissing_dependantStartsOnceItIsOnDisk() {
    machine.azure();
    try (Waagent waagent = guestAgent(AZURES)) {
      CompletableFuture<Report> goal =
          CompletableFuture.supplyAsync(() -> waagent.goal(ours(SYNCED), DEPENDANT));
      new PackageFolder(machine, PackageFolder.VERSION)
          .awaitSubstatus(0, "web", "error: ", "no such certificate");
      assertFalse(dependantStarted());
      machine.azure().create("web");
      Report report = goal.join();
      assertEquals(
          List.of(
              "install " + PackageFolder.VERSION,
              "enable " + PackageFolder.VERSION,
              "install 1.0.0",
              "enable 1.0.0"),
          report.operations());
      assertEquals("success", status(report).status());
      String found = machine.read(DependantPackage.FOUND);
      assertTrue(found.lines().anyMatch("contoso.web"::equals), found);
    }
  }

  @Test
  @DisplayName("A dependant of broken settings fails at once")
  void goal_settingsAreBroken_dependantFailsAtOnce() {
    try (Waagent waagent = guestAgent(AZURES)) {
      Report report = waagent.goal(ours(Settings.polling(2)), DEPENDANT);
      assertEquals(
          List.of("install " + PackageFolder.VERSION, "enable " + PackageFolder.VERSION),
          report.operations());
      assertEquals("error", status(report).status());
      assertDependantSkipped(report, "execution of dependent extension " + PackageFolder.NAME);
    }
  }

  @Test
  @Tag("nightly")
  @DisplayName(
      "A dependant waits where access is forbidden: that is not an error, because it can be"
          + " granted")
  void goal_accessIsForbidden_dependantWaits() {
    machine.azure().create("web");
    machine.azure().deny("web", "rbac");
    // The guest agent counts in how long installation takes.
    try (Waagent waagent = guestAgent(Duration.ofSeconds(30))) {
      Report report = waagent.goal(ours(SYNCED), DEPENDANT);
      assertEquals("transitioning", status(report).status());
      assertDependantSkipped(report, "Last status was transitioning");
    }
  }

  private Waagent guestAgent(Duration patience) {
    Waagent waagent = Waagent.start(machine.vm(), patience);
    waagent.publish(PackageFolder.NAME, PackageFolder.VERSION, PackageFolder.zip());
    waagent.publish(DependantPackage.NAME, DependantPackage.VERSION, DependantPackage.write(temp));
    return waagent;
  }

  private static Extension ours(Settings settings) {
    return extension(PackageFolder.VERSION, 0, settings);
  }

  private void assertDependantSkipped(Report report, String why) {
    Report.Handler dependant = report.handler(DependantPackage.NAME).orElseThrow();
    assertEquals("NotReady", dependant.status());
    assertTrue(dependant.message().contains(why), dependant.message());
    assertFalse(dependantStarted());
  }

  private boolean dependantStarted() {
    return Files.exists(machine.vm().path(DependantPackage.FOUND));
  }
}
