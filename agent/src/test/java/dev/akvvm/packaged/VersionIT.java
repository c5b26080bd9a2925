package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Versions that are not valid yet, or disabled, on a machine as operators have it. */
@Timeout(180)
@OnMachine
final class VersionIT {
  private static final String LATER =
      "{\"notBeforeSeconds\": %d, \"validitySeconds\": 86400, \"keyType\": \"P-256\"}";

  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;

  VersionIT(Machine machine, PackageFolder handler, Store store) {
    this.machine = machine;
    this.handler = handler;
    this.store = store;
  }

  @Test
  void version_notValidYet_isNamedAndInstalledWhenItsTimeHasComeNotAtTheNextPoll() {
    Emulator.Version first = machine.azure().create("web", "{\"keyType\": \"P-256\"}");
    handler.enable(0, Settings.polling(3600, "web"));
    store.awaitInstalled("web", first);
    Emulator.Version second = machine.azure().create("web", LATER.formatted(40));
    Instant valid = Instant.ofEpochSecond(second.nbf());

    machine.kill("HUP", machine.launcher().orElseThrow());
    handler.awaitSubstatus(
        0,
        "web",
        "success: version " + first.version(),
        "version " + second.version() + " becomes valid at " + valid + " and is installed then");
    assertEquals(store.file("web", first), store.target("web"));
    String said = handler.run(0, "doctor").stdout();
    assertTrue(
        said.contains("note    certificate: contoso/web, version " + second.version()), said);

    store.awaitInstalled("web", second);
    assertTrue(!Instant.now().isBefore(valid), "installed before its time");
    handler.awaitSubstatus(0, "web", "success: version " + second.version());
    String log = machine.read(PackageFolder.LOGS + "/akvvm_service.log");
    assertTrue(log.contains("becomes valid at " + valid + " and is installed then"), log);
  }

  @Test
  void version_notValidForLong_theLauncherSleepsUntilThen() {
    Emulator.Version first = machine.azure().create("web");
    handler.enable(0, Settings.polling(3600, "web"));
    store.awaitInstalled("web", first);
    Emulator.Version second = machine.azure().create("web", LATER.formatted(600));

    machine.kill("HUP", machine.launcher().orElseThrow());
    handler.awaitSubstatus(0, "web", "success: version", "becomes valid at ");
    machine
        .await()
        .until(
            "the due time",
            Machine.SOON,
            () ->
                machine
                    .read("/var/lib/akvvm/pass.properties")
                    .startsWith("due=" + second.nbf() + "\n"));
    machine.await().until("no Java", Machine.SOON, () -> machine.javas().isEmpty());
  }

  @Test
  void firstVersion_notValidYet_isInstalledWithAWarning() {
    Emulator.Version version = machine.azure().create("web", LATER.formatted(3600));
    handler.enable(0, Settings.polling(3600, "web").with("requireInitialSync", true));
    store.awaitInstalled("web", version);
    handler.awaitSubstatus(
        0, "web", "warning: not valid before " + Instant.ofEpochSecond(version.nbf()));
    assertEquals("success", handler.status(0).level());
    String said = handler.run(0, "doctor").stdout();
    assertTrue(
        said.contains("note    certificate: contoso/web, version " + version.version()), said);
    assertTrue(said.contains("note    status: contoso/web: not valid before "), said);
  }

  @Test
  void renewal_thatLooksWrong_isInstalledAndSaidInStatusLogAndDoctor() {
    machine.azure().create("web", "{\"keyType\": \"P-256\"}");
    handler.enable(0, Settings.polling(2, "web"));
    handler.awaitSubstatus(0, "web", "success: version");
    Emulator.Version wrong =
        machine
            .azure()
            .create(
                "web", "{\"keyType\": \"P-256\", \"chainLength\": 1, \"commonName\": \"other\"}");
    store.awaitInstalled("web", wrong);
    String lost = "the new version is no longer for web.example.com; check its DNS names";
    handler.awaitSubstatus(0, "web", "warning: the new version is self-signed", lost);
    String said = handler.run(0, "doctor").stdout();
    assertTrue(said.contains("note    status: contoso/web: the new version is self-signed"), said);
    String log = machine.read(PackageFolder.LOGS + "/akvvm_service.log");
    assertTrue(
        log.contains("<warn> [CertificateManager] contoso/web: installed, but the new version is"),
        log);
    assertTrue(log.contains(lost), log);
  }

  @Test
  void newestVersion_disabled_isTakenBackAndComesAgain() {
    Emulator.Version first = machine.azure().create("web");
    Emulator.Version second = machine.azure().renew("web");
    handler.enable(0, Settings.polling(2, "web").with("onDisabled", "previous"));
    store.awaitInstalled("web", second);

    machine.azure().set("web", "disable");
    store.awaitInstalled("web", first);
    handler.awaitSubstatus(
        0,
        "web",
        "success: version " + first.version(),
        "the newest version " + second.version() + " is disabled, so " + first.version());

    machine.azure().set("web", "enable");
    store.awaitInstalled("web", second);
    handler.awaitSubstatus(0, "web", "success: version " + second.version());
  }
}
