package dev.akvvm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountsTest {
  private final Accounts accounts = new Accounts();
  private final Path folder;

  AccountsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void lookup_knownNames_areTheSystemsIds() throws IOException {
    assertEquals(OptionalInt.of(0), accounts.user("root"));
    assertEquals(OptionalInt.of(0), accounts.group("root"));
    assertEquals(OptionalInt.of(1), accounts.user("daemon"));
    assertEquals(OptionalInt.of(1), accounts.group("daemon"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-such-name",
        "",
        " root",
        "root\0x",
        "b\u00fcrger",
        "-1",
        "+1",
        "0x1",
        "1 ",
        "\u0661",
        "4294967295",
        "4294967296",
        "9999999999",
        "99999999999999999999"
      })
  void lookup_nobody_isEmpty(String name) throws IOException {
    assertEquals(OptionalInt.empty(), accounts.user(name));
    assertEquals(OptionalInt.empty(), accounts.group(name));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "54321, 54321", "4294967294, -2"})
  void lookup_number_isThatId(String name, int id) throws IOException {
    assertEquals(OptionalInt.of(id), accounts.user(name));
    assertEquals(OptionalInt.of(id), accounts.group(name));
  }

  @Test
  void user_numberThatIsAName_isThatUser() throws Exception {
    Acl.assumeRoot();
    Path file = Files.writeString(folder.resolve("passwd"), "54321:x:77:78::/:/bin/sh\n");

    assertEquals(
        "OptionalInt[77]\ndone",
        ChildProcess.runAmongMounts("mount --bind " + file + " /etc/passwd", "user", "54321"));
  }

  @Test
  void group_hundredThousandMembers_isFound() throws Exception {
    Acl.assumeRoot();
    String members =
        IntStream.range(0, 100_000).mapToObj(i -> "user" + i).collect(Collectors.joining(","));
    Path file = Files.writeString(folder.resolve("group"), "web:x:4294967294:" + members + "\n");

    assertEquals(
        "OptionalInt[-2]\ndone",
        ChildProcess.runAmongMounts("mount --bind " + file + " /etc/group", "group", "web"));
  }

  @Test
  void thisProcess_identity_isTheSystemsOwnView() throws IOException {
    Path self = Path.of("/proc/self");
    assertEquals(
        new FileIdentity(
            (int) Files.getAttribute(self, "unix:uid"), (int) Files.getAttribute(self, "unix:gid")),
        ActingAs.thisProcess().identity());
    assertEquals(new FileIdentity(0, 0), ActingAs.judgingForRoot().identity());
  }

  @Test
  void userOf_idWithAndWithoutAccount_isThatUser() throws IOException {
    Accounts.User root = new Accounts.User("root", new FileIdentity(0, 0));
    assertEquals(Optional.of(root), accounts.userOf(0));
    assertEquals(Optional.of(root), accounts.named("root"));
    assertEquals("daemon", accounts.userOf(1).orElseThrow().name());
    assertEquals(Optional.empty(), accounts.userOf(54321));
    assertEquals(Optional.empty(), accounts.userOf(-1));
    assertEquals(Optional.empty(), accounts.named("0"));
    assertEquals(Optional.empty(), accounts.named("no-such-name"));
  }

  @Test
  void groupOf_idWithAndWithoutName_isThatGroup() throws IOException {
    assertEquals("root", accounts.groupOf(0).orElseThrow().name());
    assertEquals("daemon", accounts.groupOf(1).orElseThrow().name());
    assertEquals(Optional.empty(), accounts.groupOf(54321));
    assertEquals(Optional.empty(), accounts.groupOf(-1));
  }

  @Test
  void groupOf_members_areThoseListed() throws Exception {
    Acl.assumeRoot();
    Path file = Files.writeString(folder.resolve("group"), "none:x:77:\nweb:x:78:app,deploy\n");
    String before = "mount --bind " + file + " /etc/group";

    assertEquals(
        "Optional[Group[name=none, members=[]]]\ndone",
        ChildProcess.runAmongMounts(before, "groupOf", "77"));
    assertEquals(
        "Optional[Group[name=web, members=[app, deploy]]]\ndone",
        ChildProcess.runAmongMounts(before, "groupOf", "78"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 500})
  void groupsOf_user_areItsPrimaryAndAllOthers(int count) throws Exception {
    Acl.assumeRoot();
    Path passwd = Files.writeString(folder.resolve("passwd"), "app:x:54321:77::/:/bin/sh\n");
    String groups =
        IntStream.range(0, count)
            .mapToObj(i -> "g%d:x:%d:other,app\n".formatted(i, 1000 + i))
            .collect(Collectors.joining());
    Path group = Files.writeString(folder.resolve("group"), "other:x:99:other\n" + groups);

    String said =
        ChildProcess.runAmongMounts(
            "mount --bind " + passwd + " /etc/passwd; mount --bind " + group + " /etc/group",
            "groupsOf",
            "app");

    TreeSet<Integer> expected = new TreeSet<>(Set.of(77));
    IntStream.range(0, count).forEach(i -> expected.add(1000 + i));
    assertEquals(expected + "\ndone", said);
  }

  @Test
  void user_systemCannotTell_isAnErrorNotNobody() throws Exception {
    Acl.assumeRoot();
    Path only = Files.writeString(folder.resolve("nsswitch.conf"), "passwd: files\n");

    assertEquals(
        "the system cannot look up user nobody-yet: Too many open files",
        ChildProcess.runAmongMounts(
            "mount --bind " + only + " /etc/nsswitch.conf; ulimit -n 64",
            "userWithoutDescriptors",
            "nobody-yet"));
  }
}
