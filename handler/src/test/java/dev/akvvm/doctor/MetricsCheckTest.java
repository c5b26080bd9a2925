package dev.akvvm.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsCheckTest {
  @Test
  void run_folder_isThereOrNot(@TempDir Path temporary) throws IOException {
    Path folder = temporary.toRealPath();
    Path file = folder.resolve("akvvm.prom");
    assertEquals(Finding.ok("metrics", file + " can be written"), new MetricsCheck(file).run());
    assertEquals(
        Finding.fix(
            "metrics",
            folder
                + "/missing: no such file or directory; create the directory of node_exporter's"
                + " textfile collector as root's, or correct metricsSettings"),
        new MetricsCheck(folder.resolve("missing/akvvm.prom")).run());
  }
}
