package dev.akvvm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.files.Access.AclEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who could lead a path elsewhere. Commands run in a folder of root's with the directory a/b in it.
 */
final class PathWeaknessTest {
  private final Path folder;

  PathWeaknessTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Acl.assumeRoot();
    change("mkdir -m 755 a a/b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ":                                | a/b |",
        "chmod 700 a                      | a/b |",
        "chown 12345 a                    | a/b | a belongs to user 12345",
        "chown 12345 a/b                  | a/b | a/b belongs to user 12345",
        "chown 12345 a a/b                | a/b | a belongs to user 12345, a/b belongs to user"
            + " 12345",
        "chmod 775 a                      | a/b | a is writable for group 0",
        "chgrp 23456 a; chmod 770 a       | a/b | a is writable for group 23456",
        "chmod 757 a                      | a/b | a is writable for everybody",
        "chmod 757 a/b                    | a/b | a/b is writable for everybody",
        "chown 12345 a; chmod 757 a       | a/b | a belongs to user 12345, a is writable for"
            + " everybody",
        "setfacl -m u:12345:rwx a         | a/b | a is writable for user 12345",
        "setfacl -m u:12345:wx a/b        | a/b | a/b is writable for user 12345",
        "setfacl -m g:23456:rwx a         | a/b | a is writable for group 23456",
        "setfacl -m u:0:rwx a             | a/b |",
        "setfacl -m u:12345:rwx,m::rx a   | a/b |",
        "setfacl -m u:12345:rwx a; chmod 755 a | a/b |",
        "setfacl -m u:12345:rx,m::rwx a   | a/b |",
        "setfacl -m u:0:rwx,g::rwx a      | a/b | a is writable for group 0",
        "setfacl -d -m u:12345:rwx a      | a/b |",
        "chmod 757 a                      | a/new | a is writable for everybody",
        "chown 12345 a                    | a/new/b | a belongs to user 12345",
        ":                                | a/new/b |",
      })
  void weaknesses_directories_areThoseOthersCanChange(String setUp, String path, String expected)
      throws Exception {
    change(setUp);

    assertEquals(expected == null ? "" : expected, weaknesses(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chmod 1777 a                     | a/b |",
        "chmod 1777 a                     | a/new |",
        "chmod 1777 a                     | a/new/b |",
        "chmod 1757 a                     | a   | a is writable for everybody",
        "chmod 1777 a; chown 12345 a/b    | a/b | a/b belongs to user 12345",
        "chmod 1777 a; chown 12345 a      | a/b | a belongs to user 12345",
        "chmod 1777 a; chown 12345 a      | a/new | a belongs to user 12345",
        "chmod 1775 a; chown -h 12345 a/l | a/l | a/l belongs to user 12345",
        "chmod 1755 a; chown -h 12345 a/l | a/l |",
        "chmod 1777 a; chown -h 12345 a/l | a/l | a/l belongs to user 12345",
        "chmod 1777 a                     | a/l |",
      })
  void weaknesses_stickyDirectories_onlyTheEntrysOwnerCounts(
      String setUp, String path, String expected) throws Exception {
    change("mkdir c; ln -s ../c a/l; " + setUp);

    assertEquals(expected == null ? "" : expected, weaknesses(path));
  }

  private String weaknesses(String path) throws IOException {
    try (WalkedPath walked = WalkedPath.of(folder.resolve(path))) {
      return walked.weaknesses().stream().map(this::shown).collect(Collectors.joining(", "));
    }
  }

  private String shown(PathWeakness weakness) {
    return folder.relativize(weakness.path())
        + (weakness.isOwner() ? " belongs to " : " is writable for ")
        + weakness.who().map(AclEntry::toString).orElse("everybody");
  }

  private void change(String command) throws IOException, InterruptedException {
    Acl.change(folder, "cd $F; " + command);
  }
}
