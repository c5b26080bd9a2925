package dev.akvvm.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.Layout.Content;
import dev.akvvm.settings.Layout.Place;
import dev.akvvm.settings.ObservedCertificate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What one version of a certificate puts into its store, in the layout the settings ask for. */
record LayoutFiles(ObservedCertificate certificate, VersionName version) {
  /** What a version cannot do without; where there is a key, what proves that the leaf matches. */
  private static final Set<Content> ESSENTIAL =
      EnumSet.of(
          Content.CHAIN_AND_KEY, Content.CHAIN, Content.KEY, Content.AUTHORITIES, Content.VALUE);

  /** The directories to be created before the version's files, in order. */
  List<StoreName> directories() {
    return Stream.concat(
            VersionName.folder(version.place()).map(StoreName::of).stream(),
            files().stream()
                .filter(file -> file.place() == Place.OWN_DIRECTORY)
                .map(_ -> version.directory())
                .distinct())
        .toList();
  }

  /** The files that hold a version's whole chain and its key, or all that it is. */
  List<StoreName> parts() {
    return files().stream()
        .filter(file -> ESSENTIAL.contains(file.content()))
        .map(this::name)
        .toList();
  }

  /**
   * The files the version consists of; readers do not know these names until the links point to
   * them.
   */
  List<StoreFile> secrets(CertificateBundle bundle) {
    return files().stream()
        .filter(file -> file.place() != Place.BESIDE_LINKS)
        .map(file -> file(name(file), content(file, bundle)))
        .toList();
  }

  /** What is written once the links point to the version; readable by everyone. */
  List<StoreFile> markers(CertificateBundle bundle) {
    return files().stream()
        .filter(file -> file.place() == Place.BESIDE_LINKS)
        .map(file -> file(name(file), content(file, bundle)))
        .toList();
  }

  /** One of the version's files; a name that the layout does not have is a keystore's. */
  StoreFile file(StoreName name, byte[] content) {
    Content held =
        files().stream()
            .filter(file -> name(file).equals(name))
            .findFirst()
            .map(Layout.File::content)
            .orElse(Content.KEY);
    return switch (held) {
      case METADATA, AUTHORITIES -> StoreFile.open(name, content);
      case VALUE -> StoreFile.secret(name, content);
      case CHAIN_AND_KEY, CHAIN, KEY, LEAF, ISSUERS -> StoreFile.key(name, content);
    };
  }

  /**
   * Which links in the store point to which names, in the order in which they are switched. The
   * last is the one that operators are told of.
   */
  Map<String, String> links() {
    Map<String, String> links = new LinkedHashMap<>();
    for (Layout.File file : files().reversed()) {
      switch (file.place()) {
        case OWN_NAME, OWN_NAME_WITHOUT_VALIDITY, NAME_OF_KIND ->
            links.put(link(file), name(file).toString());
        case OWN_DIRECTORY -> links.put(link(file), version.directory().toString());
        case BESIDE_LINKS -> {}
      }
    }
    return links;
  }

  private List<Layout.File> files() {
    return certificate.placement().layout().files();
  }

  private String link(Layout.File file) {
    return certificate.placement().linkName() + file.linkEnding();
  }

  private StoreName name(Layout.File file) {
    return switch (file.place()) {
      case OWN_NAME -> version.ending(file.name());
      case OWN_NAME_WITHOUT_VALIDITY -> version.withoutValidity(file.name());
      case NAME_OF_KIND -> version.ofKind(file.name());
      case OWN_DIRECTORY -> new StoreName(Optional.of(version.directory().toString()), file.name());
      case BESIDE_LINKS -> StoreName.of(link(file));
    };
  }

  private byte[] content(Layout.File file, CertificateBundle bundle) {
    return switch (file.content()) {
      case CHAIN_AND_KEY -> bundle.toPem();
      case CHAIN -> bundle.fullChainPem();
      case KEY -> bundle.keyPem();
      case LEAF -> bundle.leafPem();
      case ISSUERS -> bundle.issuersPem();
      case METADATA -> metadata(bundle);
      case AUTHORITIES, VALUE ->
          throw new IllegalArgumentException("not for certificates with keys");
    };
  }

  /**
   * As Microsoft's extension 4.x has it, with the links' endings as names for the files. These are
   * named as the links name them: who reads the one where the store has another name reads both.
   */
  private byte[] metadata(CertificateBundle bundle) {
    ObjectNode metadata =
        JsonNodeFactory.instance
            .objectNode()
            .put("certificate", certificate.displayName())
            .put("version", version.version())
            .put("notBefore", bundle.notBefore().toString())
            .put("notAfter", bundle.notAfter().toString())
            .put("sha256Fingerprint", bundle.sha256Fingerprint());
    files().stream()
        .filter(file -> file.place() == Place.NAME_OF_KIND)
        .forEach(
            file ->
                metadata.put(
                    file.name(), certificate.placement().target(name(file).toString()).toString()));
    return (metadata + "\n").getBytes(UTF_8);
  }
}
