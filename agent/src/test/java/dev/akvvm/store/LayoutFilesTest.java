package dev.akvvm.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement.Versions;
import dev.akvvm.testing.EachCertificateLayout;
import dev.akvvm.testing.Observed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold of every layout, also of the next one. */
final class LayoutFilesTest {
  private static final Path STORE = Path.of("/store");
  private static final ObservedCertificate WEB = Observed.certificate("contoso", "web", STORE);
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final VersionName OLD =
      new VersionName(Versions.VISIBLE, "contoso.web", "1".repeat(32), -86_400, LAST);

  @ParameterizedTest
  @EnumSource
  void links_ofEachLayout_leadToNamesThatAreReadBack(Layout layout) {
    ObservedCertificate certificate = Observed.in(layout, WEB);
    for (Versions place : Versions.values()) {
      VersionName name =
          new VersionName(place, OLD.fileName(), OLD.version(), OLD.notBefore(), OLD.notAfter());
      for (String target : new LayoutFiles(certificate, name).links().values()) {
        for (Path written : List.of(STORE.resolve(target), Path.of(target))) {
          VersionName read = VersionName.parse(certificate, written).orElseThrow();
          assertEquals(place, read.place(), target);
          assertEquals(OLD.version(), read.version(), target);
          assertEquals(layout.isForCertificates() ? OLD.notBefore() : 0, read.notBefore(), target);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void links_ofEachLayout_areThoseReadersRelyOn(Layout layout) {
    ObservedCertificate certificate = Observed.in(layout, WEB);
    LayoutFiles files = new LayoutFiles(certificate, OLD);
    Set<String> names = new HashSet<>(files.links().keySet());
    layout.files().stream()
        .filter(file -> file.place() == Layout.Place.BESIDE_LINKS)
        .forEach(file -> names.add("contoso.web" + file.linkEnding()));
    assertEquals(
        names,
        new HashSet<>(
            certificate.placement().links().stream()
                .map(path -> path.getFileName().toString())
                .toList()));
  }

  @ParameterizedTest
  @EnumSource
  void link_ofEachLayout_isSwitchedLast(Layout layout) {
    ObservedCertificate certificate = Observed.in(layout, WEB);
    List<String> order = List.copyOf(new LayoutFiles(certificate, OLD).links().keySet());
    assertEquals(certificate.placement().links().getFirst(), STORE.resolve(order.getLast()));
  }

  @EachCertificateLayout
  void parts_ofEachLayout_holdChainAndKey(Layout layout) {
    List<Layout.Content> contents = layout.files().stream().map(Layout.File::content).toList();
    assertTrue(
        contents.contains(Layout.Content.CHAIN_AND_KEY)
            || contents.containsAll(List.of(Layout.Content.CHAIN, Layout.Content.KEY)));
  }

  @ParameterizedTest
  @EnumSource
  void parts_ofEachLayout_areThereAndNoneIsWrittenBesideTheLinks(Layout layout) {
    ObservedCertificate certificate = Observed.in(layout, WEB);
    List<StoreName> parts = new LayoutFiles(certificate, OLD).parts();
    assertFalse(parts.isEmpty());
    assertTrue(
        parts.stream().noneMatch(part -> certificate.placement().links().contains(part.in(STORE))));
  }

  @Test
  void parse_namesOfOthers_areNone() {
    for (String name :
        List.of(
            "contoso.web." + "1".repeat(32) + ".1.2.bak",
            "contoso.web." + "1".repeat(32) + ".other.1",
            "contoso.web." + "1".repeat(32) + ".--1.2.PEM",
            ".other/contoso.web." + "1".repeat(32) + ".1.2.PEM",
            ".versions/deeper/contoso.web." + "1".repeat(32) + ".1.2.PEM",
            "../contoso.web." + "1".repeat(32) + ".1.2.PEM",
            "contoso.web." + "1".repeat(32),
            "contoso.web." + "1".repeat(32) + ".secret.1",
            "contoso.web." + "1".repeat(31) + ".1.2.PEM")) {
      assertEquals(Optional.empty(), VersionName.parse(WEB, STORE.resolve(name)), name);
    }
  }
}
