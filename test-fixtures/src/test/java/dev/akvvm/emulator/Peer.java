package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A client of an emulator in this JVM. It names vaults by the Host header and trusts the emulator's
 * CA, nothing else.
 */
final class Peer implements AutoCloseable {
  static final String API = "?api-version=7.4";
  static final String HOST = "contoso.vault.azure.net";

  private final AzureEmulator emulator;
  private final HttpClient client;

  Peer(AzureEmulator emulator) {
    this.emulator = emulator;
    this.client = HttpClient.newBuilder().sslContext(trusting(emulator.caPem())).build();
  }

  HttpResponse<String> metadata(String pathAndQuery) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(emulator.metadataEndpoint() + pathAndQuery))
            .header("Metadata", "true"));
  }

  String token(String resource) throws IOException, InterruptedException {
    return json(metadata("/oauth2/token?api-version=2018-02-01&resource=" + resource))
        .path("access_token")
        .asText();
  }

  /** With a good token. */
  HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
    return send("GET", pathAndQuery, "");
  }

  HttpResponse<String> send(String method, String pathAndQuery, String body)
      throws IOException, InterruptedException {
    String token = token("https://vault.azure.net");
    return send(
        vault(HOST, pathAndQuery)
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String host, String pathAndQuery, String token)
      throws IOException, InterruptedException {
    return send(vault(host, pathAndQuery).header("Authorization", "Bearer " + token));
  }

  HttpResponse<String> anonymous(String host, String pathAndQuery)
      throws IOException, InterruptedException {
    return send(vault(host, pathAndQuery));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(
        request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.readObject(response.body());
  }

  private HttpRequest.Builder vault(String host, String pathAndQuery) {
    return HttpRequest.newBuilder(
            URI.create("https://127.0.0.1:" + emulator.vaultPort() + pathAndQuery))
        .header("Host", host);
  }

  private static SSLContext trusting(String pem) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
