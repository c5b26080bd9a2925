package dev.akvvm.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.akvvm.files.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As whom stores are written: app (uid 1500) and deploy (1501) have groups of their own, deploy's
 * with app in it; staff is the primary group of twin (1502), app is in it; both are in web.
 */
@Tag("slow")
final class StoreOwnersTest {
  private static final String PASSWD =
      """
      root:x:0:0::/root:/bin/sh
      app:x:1500:1500::/:/bin/sh
      deploy:x:1501:1501::/:/bin/sh
      twin:x:1502:1600::/:/bin/sh
      """;
  private static final String GROUP =
      """
      root:x:0:
      app:x:1500:app
      deploy:x:1501:app
      staff:x:1600:app
      web:x:1700:deploy,app
      operators:x:1800:
      """;
  private static final String NOT_SAFE = " is not safe as a certificate store: ";
  private static final String CURE =
      ", who could redirect what root writes; use a certificateStoreLocation below /etc or /var, or"
          + " ";
  private static final String NAME_APP = CURE + "name app in the acls of every certificate in it";

  private final Path folder;

  StoreOwnersTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
  }

  @BeforeEach
  void start() throws IOException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "skipped: only root can act as others");
    Files.writeString(folder.resolve("passwd"), PASSWD);
    Files.writeString(folder.resolve("group"), GROUP);
  }

  @Test
  void of_onlyRootCanBendThePath_root() throws Exception {
    check(
        new Case("mkdir certs", "certs", "", "root", "written as 0"),
        new Case(":", "a/b/certs", "user:app", "root", "written as 0"),
        new Case("mkdir -m 775 certs", "certs", "", "root", "written as 0"),
        new Case("mkdir certs; setfacl -m u:0:rwx certs", "certs", "", "root", "written as 0"),
        new Case("mkdir -m 1777 tmp", "tmp/certs", "", "root", "written as 0"),
        new Case("mkdir -m 1777 tmp; mkdir tmp/certs", "tmp/certs", "", "root", "written as 0"),
        new Case("mkdir certs; ln -s certs l", "l", "", "root", "written as 0"));
  }

  @Test
  void of_oneUserCanAndReadsAll_thatUser() throws Exception {
    String home = "mkdir home; chown 1500:1500 home";
    for (String grants :
        List.of(
            "user:app",
            "user:1500",
            "group:app",
            "group:1500",
            "group:staff",
            "group:web",
            "user:nobody-yet,group:nobody-yet,user:deploy,user:app",
            "user:app/group:web/user:1500,user:deploy")) {
      check(new Case(home, "home/certs", grants, "user app", "written as 1500"));
    }
    check(
        new Case(
            "mkdir certs; chown 1500 certs", "certs", "user:app", "user app", "written as 1500"),
        new Case(home + "; ln -s home l", "l/certs", "user:app", "user app", "written as 1500"),
        new Case(
            "mkdir -m 775 certs; chgrp 1500 certs",
            "certs",
            "user:app",
            "user app",
            "written as 1500"),
        new Case(
            "mkdir certs; setfacl -m u:1500:rwx certs",
            "certs",
            "user:app",
            "user app",
            "written as 1500"),
        new Case(
            "mkdir -m 1777 tmp; mkdir tmp/certs; chown 1500 tmp/certs",
            "tmp/certs",
            "user:app",
            "user app",
            "written as 1500"));
  }

  /** That user can do no more by way of us than alone. */
  @Test
  void open_userLeadsThePathToRootsDirectories_kernelRefuses() throws Exception {
    String home = "mkdir -m 700 secret; mkdir home public; ";
    String owned = "; chown -hR 1500:1500 home";
    check(
        new Case(
            home + "ln -s ../public home/certs" + owned,
            "home/certs",
            "user:app",
            "user app",
            "F/public/written: permission denied"),
        new Case(
            home + "ln -s ../secret home/certs" + owned,
            "home/certs",
            "user:app",
            "user app",
            "F/secret: permission denied"),
        new Case(
            home + "ln -s ../secret/new home/certs" + owned,
            "home/certs",
            "user:app",
            "user app",
            "F/secret/new: permission denied"));
  }

  @Test
  void of_userPutsSomethingInTheWay_itIsStillThatUsers() throws Exception {
    String owned = "; chown -hR 1500:1500 home";
    check(
        new Case(
            "mkdir home; touch home/certs" + owned,
            "home/certs",
            "user:app",
            "user app",
            "F/home/certs: not a directory"),
        new Case(
            "mkdir home; ln -s certs home/certs" + owned,
            "home/certs/x",
            "user:app",
            "user app",
            "F/home/certs: leads through too many links"));
  }

  @Test
  void of_oneUserCanAndDoesNotReadAll_nobody() throws Exception {
    String home = "mkdir home; chown 1500:1500 home";
    String expected = "nobody: F/home/certs" + NOT_SAFE + "F/home belongs to app (uid 1500)";
    for (String grants :
        List.of("-", "", "user:deploy", "group:operators", "user:app/", "user:app/user:deploy")) {
      check(new Case(home, "home/certs", grants, expected + NAME_APP, refused(expected, NAME_APP)));
    }
    String writable = "nobody: F/certs" + NOT_SAFE + "F/certs is writable for app (uid 1500)";
    for (String made :
        List.of(
            "mkdir -m 775 certs; chgrp 1500 certs", "mkdir certs; setfacl -m u:1500:rwx certs")) {
      check(new Case(made, "certs", "", writable + NAME_APP, refused(writable, NAME_APP)));
    }
  }

  @Test
  void of_groupOfSeveral_nobody() throws Exception {
    check(
        group("1501", "deploy (gid 1501)"),
        group("1600", "staff (gid 1600)"),
        group("1700", "web (gid 1700)"),
        group("1800", "operators (gid 1800)"),
        group("4444", "without a name (gid 4444)"));
    String expected = "nobody: F/certs" + NOT_SAFE + "F/certs is writable for group web (gid 1700)";
    String cure = CURE + "chmod go-w F/certs";
    check(
        new Case(
            "mkdir certs; setfacl -m g:1700:rwx certs",
            "certs",
            "group:web",
            expected + cure,
            refused(expected, cure)));
  }

  private static Case group(String id, String shown) {
    String expected = "nobody: F/certs" + NOT_SAFE + "F/certs is writable for group " + shown;
    String cure = CURE + "chmod go-w F/certs";
    return new Case(
        "mkdir -m 775 certs; chgrp " + id + " certs",
        "certs",
        "user:app",
        expected + cure,
        refused(expected, cure));
  }

  @Test
  void of_everybodyOrAnIdWithoutAnAccount_nobody() throws Exception {
    String all = "nobody: F/certs" + NOT_SAFE + "F/certs is writable for everybody";
    String close = CURE + "chmod go-w F/certs";
    String id = "nobody: F/certs" + NOT_SAFE + "F/certs belongs to uid 4444";
    String chown = CURE + "chown root F/certs";
    check(
        new Case("mkdir -m 757 certs", "certs", "user:app", all + close, refused(all, close)),
        new Case("mkdir -m 1777 certs", "certs", "user:app", all + close, refused(all, close)),
        new Case(
            "mkdir certs; chown 4444 certs", "certs", "user:4444", id + chown, refused(id, chown)));
  }

  @Test
  void of_userThatReadsAllLetOthersIn_isItsDoing() throws Exception {
    String home = "mkdir home; chown 1500 home; mkdir ";
    String all = "user's doing: F/home/certs" + NOT_SAFE + "F/home/certs is writable for everybody";
    String close = CURE + "chmod go-w F/home/certs";
    String other = "nobody: F/home/certs" + NOT_SAFE + "F/home/certs belongs to deploy (uid 1501)";
    String chown = CURE + "chown root F/home/certs";
    check(
        new Case(
            home + "-m 777 home/certs; chown 1500:1500 home/certs",
            "home/certs",
            "user:app",
            all + close,
            refused(all, close)),
        new Case(
            home + "home/certs; chown 1501 home/certs",
            "home/certs",
            "user:app,user:deploy",
            other + chown,
            refused(other, chown)));
  }

  /** What another did is not the reader's, though the reader may have to do with it too. */
  @Test
  void of_anotherUserNearerToTheRootDirectory_nobodysDoing() throws Exception {
    String expected = "nobody: F/home/certs" + NOT_SAFE + "F/home/certs belongs to app (uid 1500)";
    String cure = CURE + "chown root F/home/certs";
    check(
        new Case(
            "mkdir home home/certs; chown 1501 home; chown 1500 home/certs",
            "home/certs",
            "user:app",
            expected + cure,
            refused(expected, cure)));
  }

  @Test
  void of_pathThatIsNone_isAnError() throws Exception {
    check(
        new Case("touch file", "file/certs", "", "F/file: not a directory", ""),
        new Case("touch file", "file", "", "F/file: not a directory", ""));
  }

  /** What opening says: the same without whose doing it is. */
  private static String refused(String expected, String cure) {
    return expected.substring(expected.indexOf(": ") + 2) + cure;
  }

  /**
   * A store, and what becomes of it; F is the folder of the case.
   *
   * @param made what a shell makes there as root
   */
  private record Case(String made, String store, String grants, String owner, String written) {}

  private void check(Case... cases) throws Exception {
    StringBuilder prepare = new StringBuilder();
    String[] arguments = new String[cases.length * 2];
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < cases.length; i++) {
      String place = Files.createTempDirectory(folder, "case").toString();
      prepare.append("(cd %s; chmod 711 .; %s); ".formatted(place, cases[i].made));
      arguments[2 * i] = place + "/" + cases[i].store;
      arguments[2 * i + 1] = "'" + cases[i].grants + "'";
      expected.append(
          "%s\t%s\n"
              .formatted(
                  cases[i].owner.replace("F/", place + "/"),
                  cases[i].written.replace("F/", place + "/")));
    }
    String accounts =
        "mount --bind %1$s/passwd /etc/passwd; mount --bind %1$s/group /etc/group"
            .formatted(folder);
    String said =
        JavaProcess.amongMounts(OwnerProcess.class)
            .run("chmod 711 " + folder + "; " + prepare + accounts, arguments);
    assertEquals(expected.toString().strip(), said);
  }
}
