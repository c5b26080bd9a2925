package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that decides by a CA bundle whom to let in, as docs/secrets.md has it. */
@Tag("slow")
final class CaBundleServersTest {
  private static final String CONFIGURATION =
      """
      daemon off;
      master_process off;
      pid nginx.pid;
      error_log stderr;
      events {}
      http {
        access_log off;
        client_body_temp_path temp;
        proxy_temp_path temp;
        fastcgi_temp_path temp;
        uwsgi_temp_path temp;
        scgi_temp_path temp;
        server {
          listen unix:FOLDER/tls.sock ssl;
          ssl_certificate FOLDER/combined.pem;
          ssl_certificate_key FOLDER/combined.pem;
          ssl_client_certificate FOLDER/clients-ca.crt;
          ssl_trusted_certificate FOLDER/clients-ca.crt;
          ssl_verify_client on;
          ssl_verify_depth 2;
          location / { return 200 "well"; }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void nginx_clientsOfTheBundle_areLetInAndNoOthers() throws Exception {
    OpenSsl openssl = new OpenSsl(folder).withChain("EC:P-256");
    String value = openssl.pem("root.crt", "root.key", "intermediate.crt", "root.crt");
    openssl.write("clients-ca.crt", CaBundle.decode(value).toPem());
    openssl.write(
        "combined.pem",
        CertificateBundle.decode(
                openssl.pem("root.crt", "intermediate.crt", "leaf.crt", "leaf.key"))
            .toPem());
    openssl.run(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=other",
        "-keyout",
        "other.key",
        "-out",
        "other.crt");
    Path configuration =
        Files.writeString(
            folder.resolve("nginx.conf"), CONFIGURATION.replace("FOLDER", folder.toString()));

    try (RunningServer _ =
        RunningServer.start(
            Program.installed("nginx"),
            folder,
            folder.resolve("tls.sock"),
            "-p",
            folder.toString(),
            "-c",
            configuration.toString())) {
      assertAnswer("200 OK", "-cert leaf.crt -key leaf.key");
      assertAnswer("400 Bad Request", "-cert other.crt -key other.key");
      assertAnswer("400 Bad Request", "");
    }
  }

  private void assertAnswer(String status, String client) throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | openssl s_client -quiet -unix tls.sock "
                    + client)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    assertTrue(said.contains("HTTP/1.1 " + status), said);
  }
}
