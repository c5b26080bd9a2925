package dev.akvvm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

final class ModesTest {
  @Test
  void modes_asNumbers_areTheOnesDocumented() {
    assertEquals("rw-------", PosixFilePermissions.toString(Modes.PRIVATE_FILE));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Modes.PUBLIC_FILE));
    assertEquals("rwx------", PosixFilePermissions.toString(Modes.PRIVATE_DIRECTORY));
    assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Modes.PUBLIC_DIRECTORY));
  }
}
