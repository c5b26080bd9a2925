package dev.akvvm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainPathTest {
  private final Path folder;

  PlainPathTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
  }

  @Test
  void isRootsAlone_usualPlaces_true() {
    for (String path : new String[] {"/", "/etc", "/etc/no/such/store", "/var/lib/x"}) {
      assertTrue(PlainPath.isRootsAlone(Path.of(path)), path);
    }
  }

  /** Below /tmp it says nothing of anything, which is writable for all. */
  @Test
  void isRootsAlone_somewhereBelowTmp_false() {
    assertFalse(PlainPath.isRootsAlone(Path.of("/tmp/x")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chown 12345 $F/a",
        "chmod 775 $F/a",
        "chmod 757 $F/a",
        "setfacl -m u:12345:rwx $F/a",
        "mv $F/a $F/b; ln -s b $F/a",
        "rmdir $F/a; touch $F/a",
      })
  void isRootsAlone_whatWalkedPathHasToLookAt_false(String made) throws Exception {
    Acl.assumeRoot();
    // A root directory of its own, as nothing below /tmp is root's alone.
    String prepare = "mount --bind %1$s /mnt; mkdir -p /mnt/a; F=/mnt".formatted(folder);

    assertEquals("true\ndone", ChildProcess.runAmongMounts(prepare, "isPlain", "/mnt/a/store"));
    assertEquals(
        "false\ndone",
        ChildProcess.runAmongMounts(prepare + "; " + made, "isPlain", "/mnt/a/store"));
  }
}
