package dev.akvvm.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  public List<StoreName> parts(VersionName name) {
    return List.of(StoreName.of(name.split(CHAIN)), StoreName.of(name.split(KEY)));
  }

  @Override
  public List<StoreFile> files(VersionName name, CertificateBundle bundle) {
    return List.of(
        StoreFile.secret(StoreName.of(name.split(CHAIN)), bundle.fullChainPem()),
        StoreFile.secret(StoreName.of(name.split(KEY)), bundle.keyPem()));
  }

  @Override
  public Map<String, String> links(VersionName name) {
    Map<String, String> links = new LinkedHashMap<>();
    links.put(link(KEY), name.split(KEY));
    links.put(link(CHAIN), name.split(CHAIN));
    return links;
  }

  @Override
  public List<StoreFile> markerFiles(VersionName name, CertificateBundle bundle) {
    Path store = certificate.placement().store();
    String metadata =
        JsonNodeFactory.instance
            .objectNode()
            .put("certificate", certificate.displayName())
            .put("version", name.version())
            .put("notBefore", bundle.notBefore().toString())
            .put("notAfter", bundle.notAfter().toString())
            .put("sha256Fingerprint", bundle.sha256Fingerprint())
            .put(CHAIN, store.resolve(name.split(CHAIN)).toString())
            .put(KEY, store.resolve(name.split(KEY)).toString())
            .toString();
    return List.of(StoreFile.open(StoreName.of(link(METADATA)), (metadata + "\n").getBytes(UTF_8)));
  }

  @Override
  public boolean isMarker(StoreName name) {
    return name.equals(StoreName.of(link(METADATA)));
  }

  private String link(String ending) {
    return certificate.placement().linkName() + "." + ending;
  }
}
