package dev.akvvm.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement.LinkTargets;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.EachCertificateLayout;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links with relative targets, and what a change of their kind does. */
final class LinkTargetsTest {
  private static final String V1 = "1".repeat(32);
  private static final String V2 = "2".repeat(32);

  @TempDir private Path folder;

  private final FakeVault vault = new FakeVault();
  private final List<String> news = new ArrayList<>();
  private ObservedCertificate web;
  private CertificateBundle bundle;

  @BeforeEach
  void prepare() throws Exception {
    web = Observed.with(Keystore.Type.PKCS12, Observed.certificate("contoso", "web", store()));
    vault.renew("web");
    bundle = CertificateBundle.decode(vault.pem("web"));
  }

  @EachCertificateLayout
  void install_relative_leadsThereUnderAnyName(Layout layout) throws Exception {
    ObservedCertificate relative = relative(layout);
    InstalledCertificate installed = install(relative, V1);
    assertTrue(installed.file().startsWith(store()), installed.toString());

    Path elsewhere = Files.move(store(), folder.resolve("elsewhere"));

    for (Map.Entry<String, String> link : links(elsewhere).entrySet()) {
      assertFalse(link.getValue().contains("/"), link.toString());
      assertTrue(Files.exists(elsewhere.resolve(link.getKey())), link.toString());
    }
  }

  @Test
  void install_relativeAndSplit_metadataNamesFilesBesideIt() throws Exception {
    install(relative(Layout.SPLIT), V1);
    JsonNode metadata =
        new ObjectMapper().readTree(Files.readString(store().resolve("contoso.web.luma")));
    for (String kind : List.of("pem", "keyid")) {
      Path file = Path.of(metadata.path(kind).asText());
      assertFalse(file.isAbsolute());
      assertArrayEquals(
          Files.readAllBytes(store().resolve("contoso.web." + kind)),
          Files.readAllBytes(store().resolve(file)));
    }
  }

  @EachCertificateLayout
  void install_otherKindOfLinks_isNoNewsAndDoneOnce(Layout layout) throws Exception {
    ObservedCertificate absolute = Observed.in(layout, web);
    ObservedCertificate relative = relative(layout);
    InstalledCertificate installed = install(absolute, V1);
    Map<String, String> before = links(store());
    news.clear();

    for (ObservedCertificate each : List.of(relative, absolute, relative)) {
      assertEquals(Optional.of(installed), of(each).installed(each));
      assertEquals(Optional.empty(), of(each).maintain(each, Optional.of(V1)));
      CertificateStore.Installation again = put(each, V1);
      assertFalse(again.isChanged());
      assertEquals(installed, again.certificate());
      assertTrue(of(each).maintain(each, Optional.of(V1)).isPresent());
      DiskSnapshot settled = DiskSnapshot.of(folder);
      assertFalse(put(each, V1).isChanged());
      assertEquals(settled, DiskSnapshot.of(folder));
    }

    assertEquals(List.of(), news);
    Map<String, String> expected = new TreeMap<>();
    before.forEach((name, target) -> expected.put(name, store().relativize(Path.of(target)) + ""));
    assertEquals(expected, links(store()));
  }

  @EachCertificateLayout
  void maintain_vaultOutOfReach_otherKindOfLinksWaits(Layout layout) throws Exception {
    install(Observed.in(layout, web), V1);
    ObservedCertificate relative = relative(layout);
    Map<String, String> before = links(store());
    assertTrue(of(relative).maintain(relative, Optional.empty()).isPresent());
    assertEquals(before, links(store()));
  }

  @EachCertificateLayout
  void install_relativeAndRenewed_isNewsAndOldVersionsGo(Layout layout) throws Exception {
    ObservedCertificate relative = Observed.retaining(0, relative(layout));
    install(relative, V1);
    news.clear();
    vault.renew("web");
    bundle = CertificateBundle.decode(vault.pem("web"));

    assertTrue(put(relative, V2).isChanged());

    assertEquals(List.of(V1 + " -> " + V2), news);
    try (Stream<Path> files = Files.walk(store())) {
      assertEquals(List.of(), files.filter(file -> file.toString().contains(V1)).toList());
    }
  }

  @Test
  void install_relativeLinkRenamed_theOldGoes() throws Exception {
    install(relative(Layout.SPLIT), V1);
    install(Observed.named("site", relative(Layout.CERTBOT)), V1);
    assertEquals(List.of("site", "site.p12"), List.copyOf(links(store()).keySet()));
  }

  @Test
  void install_linkOfTheSameNameElsewhere_isPutRight() throws Exception {
    ObservedCertificate relative = relative(Layout.COMBINED);
    InstalledCertificate installed = install(relative, V1);
    Files.delete(relative.link());
    Files.createDirectory(folder.resolve("other"));
    Files.createSymbolicLink(
        relative.link(), Path.of("../other").resolve(installed.file().getFileName()));
    news.clear();

    assertEquals(Optional.empty(), of(relative).installed(relative));
    assertTrue(put(relative, V1).isChanged());

    assertEquals(List.of("none -> " + V1), news);
    assertEquals(installed.file().getFileName(), Files.readSymbolicLink(relative.link()));
  }

  private ObservedCertificate relative(Layout layout) {
    return Observed.linked(LinkTargets.RELATIVE, Observed.in(layout, web));
  }

  private InstalledCertificate install(ObservedCertificate certificate, String version)
      throws StoreException {
    return put(certificate, version).certificate();
  }

  private CertificateStore.Installation put(ObservedCertificate certificate, String version)
      throws StoreException {
    return of(certificate).install(certificate, version, bundle, Optional.of("secret"));
  }

  /** Each time anew, as after a start with other settings. */
  private TestStore of(ObservedCertificate certificate) {
    return new TestStore(
        Stores.in(
            folder,
            List.of(certificate),
            (_, from, to) -> news.add(from.orElse("none") + " -> " + to)));
  }

  private Path store() {
    return folder.resolve("store");
  }

  private static Map<String, String> links(Path store) throws Exception {
    Map<String, String> links = new TreeMap<>();
    try (Stream<Path> files = Files.list(store)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        links.put(link.getFileName().toString(), Files.readSymbolicLink(link).toString());
      }
    }
    return links;
  }
}
