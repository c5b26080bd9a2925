package dev.akvvm.emulator;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.security.keyvault.certificates.CertificateClient;
import com.azure.security.keyvault.certificates.CertificateClientBuilder;
import com.azure.security.keyvault.certificates.models.CertificateProperties;
import com.azure.security.keyvault.certificates.models.KeyVaultCertificateWithPolicy;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads from the emulator with Microsoft's Java SDK as any program on an Azure VM would; sdk/run
 * starts it.
 */
final class CertificateClientCheck {
  private CertificateClientCheck() {}

  public static void main(String[] args) throws CertificateException {
    TokenCredential credential = new ManagedIdentityCredentialBuilder().build();
    CertificateClient client =
        new CertificateClientBuilder()
            .vaultUrl("https://contoso.vault.azure.net")
            .credential(credential)
            .buildClient();

    KeyVaultCertificateWithPolicy certificate = client.getCertificate("web");
    expect("exportable", certificate.getPolicy().isExportable(), true);
    expect("key", String.valueOf(certificate.getPolicy().getKeyType()), "EC");
    expect(
        "content type",
        String.valueOf(certificate.getPolicy().getContentType()),
        "application/x-pem-file");
    expect("lifetime actions", certificate.getPolicy().getLifetimeActions().size(), 1);
    expect("subject", subject(certificate.getCer()), "CN=web.example.com");
    String version = certificate.getProperties().getVersion();
    expect("secret", certificate.getSecretId().endsWith("/secrets/web/" + version), true);
    expect("key", certificate.getKeyId().endsWith("/keys/web/" + version), true);
    expect(
        "one version",
        client.getCertificateVersion("web", version).getProperties().getX509ThumbprintAsString(),
        certificate.getProperties().getX509ThumbprintAsString());

    List<String> names = names(client.listPropertiesOfCertificates().stream());
    expect("names", names, List.of("rsa", "web"));
    long versions = client.listPropertiesOfCertificateVersions("web").stream().count();
    expect("versions", versions, 3L);
    try {
      client.getCertificate("nowhere");
      throw new IllegalStateException("java: a certificate that nobody made");
    } catch (ResourceNotFoundException e) {
      expect("status", e.getResponse().getStatusCode(), 404);
    }
    System.out.printf("java: ok, %d certificates, %d versions%n", names.size(), versions);
  }

  private static List<String> names(Stream<CertificateProperties> listed) {
    return listed.map(CertificateProperties::getName).toList();
  }

  private static String subject(byte[] der) throws CertificateException {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    return certificate.getSubjectX500Principal().getName();
  }

  private static void expect(String what, Object actual, Object expected) {
    if (!expected.equals(actual)) {
      throw new IllegalStateException(
          "java: %s is %s, expected %s".formatted(what, actual, expected));
    }
  }
}
