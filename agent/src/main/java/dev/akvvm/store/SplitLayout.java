package dev.akvvm.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chain and key in a file each, behind a link each; then {@code .luma}, whose change tells that
 * both links are in place.
 */
record SplitLayout(ObservedCertificate certificate) implements FileLayout {
  private static final String CHAIN = "pem";
  private static final String KEY = "keyid";

  /** What the name of the metadata ends in. */
  static final String METADATA = "luma";

  @Override
  public List<StoreFile> files(VersionName name, CertificateBundle bundle) {
    return List.of(
        StoreFile.secret(file(name, CHAIN), bundle.fullChainPem()),
        StoreFile.secret(file(name, KEY), bundle.keyPem()));
  }

  @Override
  public Map<Path, Path> links(VersionName name) {
    Map<Path, Path> links = new LinkedHashMap<>();
    links.put(link(KEY), file(name, KEY));
    links.put(link(CHAIN), file(name, CHAIN));
    return links;
  }

  @Override
  public List<StoreFile> announcements(VersionName name, CertificateBundle bundle) {
    String metadata =
        JsonNodeFactory.instance
            .objectNode()
            .put("certificate", certificate.displayName())
            .put("version", name.version())
            .put("notBefore", bundle.notBefore().toString())
            .put("notAfter", bundle.notAfter().toString())
            .put("sha256Fingerprint", bundle.sha256Fingerprint())
            .put(CHAIN, file(name, CHAIN).toString())
            .put(KEY, file(name, KEY).toString())
            .toString();
    return List.of(StoreFile.open(link(METADATA), (metadata + "\n").getBytes(UTF_8)));
  }

  @Override
  public Path current(VersionName name) {
    return file(name, CHAIN);
  }

  private Path file(VersionName name, String ending) {
    return certificate.placement().store().resolve(name.split(ending));
  }

  private Path link(String ending) {
    return certificate
        .placement()
        .store()
        .resolve(certificate.placement().linkName() + "." + ending);
  }

  @Override
  public Optional<ShownVersion> shown() {
    Optional<Path> chain = ShownVersion.target(link(CHAIN));
    Optional<Path> key = ShownVersion.target(link(KEY));
    return chain.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : ShownVersion.read(certificate, chain.get(), chain.get(), key.get());
  }
}
