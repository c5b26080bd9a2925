package dev.akvvm.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HostileBundleTest {
  @TempDir private Path folder;

  static Stream<HostileValues> values() throws Exception {
    return HostileValues.all();
  }

  @ParameterizedTest
  @MethodSource("values")
  @Tag("slow")
  void decode_hostile_isRefusedInTime(HostileValues hostile) {
    UnusableCertificateException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () ->
                assertThrows(
                    UnusableCertificateException.class,
                    () -> CertificateBundle.decode(hostile.value())));

    assertTrue(e.reason().contains(hostile.words()), e.reason());
    assertTrue(e.reason().length() < 300, e.reason());
  }

  @Test
  @Tag("slow")
  void decode_hostile_isRefusedWithinTheAgentsMemoryAndStack() throws Exception {
    List<HostileValues> all = HostileValues.all().toList();
    List<String> files = new ArrayList<>();
    for (HostileValues each : all) {
      Path file = folder.resolve("value-" + files.size());
      files.add(Files.writeString(file, each.value()).toString());
    }

    List<String> reasons = SmallJvm.run(folder, files.toArray(String[]::new)).lines().toList();

    assertEquals(all.size(), reasons.size(), reasons.toString());
    for (int i = 0; i < all.size(); i++) {
      assertTrue(reasons.get(i).contains(all.get(i).words()), reasons.get(i));
    }
  }
}
