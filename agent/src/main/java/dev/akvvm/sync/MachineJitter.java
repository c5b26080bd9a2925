package dev.akvvm.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A number between 0 and 1 that is always the same on one machine and differs between machines. The
 * firmware's id is preferred, because machines created from one image can share their machine-id.
 */
final class MachineJitter {
  private static final List<Path> IDS =
      List.of(
          Path.of("/sys/class/dmi/id/product_uuid"),
          Path.of("/etc/machine-id"),
          Path.of("/etc/hostname"));

  private MachineJitter() {}

  /** This machine's number, from 0 up to but not including 1. */
  static double fraction() {
    return fraction(IDS);
  }

  static double fraction(List<Path> ids) {
    CRC32 crc = new CRC32();
    for (Path id : ids) {
      try {
        crc.update(Files.readString(id).strip().getBytes(UTF_8));
      } catch (IOException e) {
        // Not every machine has all of them.
      }
    }
    return crc.getValue() / (double) (1L << 32);
  }
}
