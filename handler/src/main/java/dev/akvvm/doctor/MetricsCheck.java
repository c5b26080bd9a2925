package dev.akvvm.doctor;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import dev.akvvm.ownership.StoreThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** Whether metrics could be written. */
record MetricsCheck(Path file) {
  static final String STEP = "metrics";

  Finding run() {
    Path folder = Objects.requireNonNull(file.getParent());
    try {
      new StoreThreads()
          .run(
              folder,
              () -> {
                DurableFiles.probe(folder);
                return folder;
              });
      return Finding.ok(STEP, file + " can be written");
    } catch (IOException e) {
      return Finding.fix(
          STEP,
          "%s; create the directory of node_exporter's textfile collector as root's, or correct"
                  .formatted(IoReason.of(e))
              + " metricsSettings");
    }
  }
}
