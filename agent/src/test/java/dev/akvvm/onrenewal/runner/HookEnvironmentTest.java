package dev.akvvm.onrenewal.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.Observed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs get to know of few and of many. */
final class HookEnvironmentTest {
  private static final int BOUND = 64 * 1024;

  @TempDir private Path folder;

  @Test
  void environment_listOfTheBound_isAVariable() throws Exception {
    DiskSnapshot before = DiskSnapshot.of(folder);
    Map<String, String> environment = environment(List.of("\u00e4".repeat(BOUND / 2)));
    assertEquals("\u00e4".repeat(BOUND / 2), environment.get("RENEWED_DOMAINS"));
    assertEquals(before, DiskSnapshot.of(folder));
  }

  @Test
  void environment_longerList_isAFileWithALineEach() throws Exception {
    List<String> domains = List.of("a.example.com", "\u00e4".repeat(BOUND / 2));
    Map<String, String> environment = environment(domains);
    Path file = folder.resolve("RENEWED_DOMAINS");
    assertFalse(environment.containsKey("RENEWED_DOMAINS"));
    assertEquals(file.toString(), environment.get("RENEWED_DOMAINS_FILE"));
    assertEquals(domains, Files.readAllLines(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals("contoso/c0", environment.get("AKVVM_RENEWED"));

    new HookEnvironment(folder).removeFiles();
    assertFalse(Files.exists(file));
    new HookEnvironment(folder).removeFiles();
  }

  /** 1200 links of 50, names of 50, versions of 32 letters: each would do, not all of them. */
  @Test
  void environment_listsTooLongTogether_theLongestAreFiles() throws Exception {
    Map<ObservedCertificate, CurrentVersion> many = new LinkedHashMap<>();
    List<String> versions = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      String name = "c%041d".formatted(i);
      versions.add("%032x".formatted(i));
      many.put(
          Observed.certificate("contoso", name, Path.of("/x")),
          new CurrentVersion(versions.getLast(), List.of("d" + i)));
    }
    Map<String, String> environment = new HookEnvironment(folder).environment(many);
    assertEquals(folder.resolve("AKVVM_LINKS").toString(), environment.get("AKVVM_LINKS_FILE"));
    assertEquals(1200, Files.readAllLines(folder.resolve("AKVVM_LINKS")).size());
    assertEquals(String.join(" ", versions), environment.get("AKVVM_VERSIONS"));
    assertTrue(environment.containsKey("AKVVM_RENEWED"));
    assertTrue(environment.containsKey("RENEWED_DOMAINS"));
    assertEquals("/x/contoso.c" + "0".repeat(41), environment.get("RENEWED_LINEAGE"));
  }

  private Map<String, String> environment(List<String> domains) throws Exception {
    ObservedCertificate certificate = Observed.certificate("contoso", "c0", folder);
    return new HookEnvironment(folder)
        .environment(Map.of(certificate, new CurrentVersion("1", domains)));
  }
}
