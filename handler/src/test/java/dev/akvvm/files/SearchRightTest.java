package dev.akvvm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.files.Access.AclEntry;
import dev.akvvm.files.PosixAcl.Entry;
import dev.akvvm.files.PosixAcl.Tag;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold whatever the directory's ACL was. */
final class SearchRightTest {
  private static final Set<AclEntry> WHO = Set.of(AclEntry.user(1), AclEntry.group(2));

  @Test
  void extendedTo_anyAcl_nobodyGainsMoreThanAllowed() {
    Random random = new Random(25);
    for (int i = 0; i < 5000; i++) {
      PosixAcl before = anyAcl(random);
      SearchRight search = new SearchRight(before, 0, 0);
      Set<AclEntry> lacking = search.lackedBy(WHO);

      PosixAcl after = lacking.isEmpty() ? before : search.extendedTo(lacking);

      assertEquals(Set.of(), new SearchRight(after, 0, 0).lackedBy(WHO), () -> before + "");
      for (Entry entry : before.entries()) {
        if (entry.tag() != Tag.MASK) {
          assertKept(before, entry, after, lacking);
        }
      }
    }
  }

  private static void assertKept(
      PosixAcl before, Entry entry, PosixAcl after, Set<AclEntry> lacking) {
    Entry now =
        after.entries().stream()
            .filter(each -> each.tag() == entry.tag() && each.id() == entry.id())
            .findFirst()
            .orElseThrow();
    boolean served = lacking.stream().anyMatch(entry::isAbout);
    boolean named = entry.tag() == Tag.USER || entry.tag() == Tag.GROUP;
    int had = before.effective(entry);
    int has = after.effective(now);
    assertEquals(had & ~PosixAcl.SEARCH, has & ~PosixAcl.SEARCH, () -> before + " " + after);
    assertTrue(
        has == had || served || (named && now.permissions() == entry.permissions()),
        () -> before + " " + after);
  }

  @Test
  void format_anyAcl_isReadBack() {
    Random random = new Random(26);
    for (int i = 0; i < 1000; i++) {
      PosixAcl acl = anyAcl(random);
      assertEquals(acl, AclFormat.parse(AclFormat.format(acl)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "02", "03000000", "0200000001", "0200000003000700ffffffff"})
  void parse_unknownFormat_refused(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThrows(IllegalArgumentException.class, () -> AclFormat.parse(bytes));
  }

  private static PosixAcl anyAcl(Random random) {
    PosixAcl plain = PosixAcl.ofMode(random.nextInt(01000));
    if (random.nextInt(4) == 0) {
      return plain;
    }
    List<Entry> entries = new ArrayList<>(plain.entries());
    for (int id = 1; id < 4; id++) {
      if (random.nextBoolean()) {
        entries.add(Entry.of(AclEntry.user(id), random.nextInt(8)));
      }
      if (random.nextBoolean()) {
        entries.add(Entry.of(AclEntry.group(id), random.nextInt(8)));
      }
    }
    entries.add(PosixAcl.maskOf(random.nextInt(8)));
    return new PosixAcl(entries);
  }
}
