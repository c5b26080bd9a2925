package dev.akvvm.certificate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keystores that some programs are picky about, given to those programs. */
@Tag("slow")
final class KeystoreReadersTest {
  private static final String FOUND = "web EC chain of 3";
  private static final String PYTHON =
      """
      import sys
      from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
      data = open("open.p12", "rb").read()
      for password in (None, b""):
          key, leaf, others = load_key_and_certificates(data, password)
          print(key is not None, leaf is not None, len(others))
      """;

  @TempDir private Path folder;

  private OpenSsl openssl;
  private CertificateBundle bundle;

  @BeforeEach
  void write() throws Exception {
    openssl = new OpenSsl(folder).withChain("EC:P-256");
    bundle =
        CertificateBundle.decode(
            openssl.pem("leaf.key", "leaf.crt", "intermediate.crt", "root.crt"));
    openssl.write("open.p12", bundle.toPkcs12("web"));
  }

  @Test
  void withoutPassword_java_opensItWithNullAndWithNothing() throws Exception {
    for (Java java : List.of(Java.seventeen(), Java.current())) {
      assertEquals(FOUND, java.readWithNull(folder, "open.p12", "PKCS12").strip());
      assertEquals(FOUND, java.read(folder, "open.p12", "PKCS12", "").strip());
    }
  }

  @Test
  void withoutPassword_openssl_opensIt() throws Exception {
    String read = openssl.run("pkcs12", "-in", "open.p12", "-passin", "pass:", "-nodes");

    assertArrayEquals(bundle.toPem(), CertificateBundle.decode(read).toPem());
  }

  @Test
  void withoutPassword_gnutls_opensIt() throws Exception {
    String read =
        Program.installed("certtool")
            .run(folder, "--p12-info", "--inder", "--infile", "open.p12", "--empty-password");

    assertTrue(read.contains("BEGIN ENCRYPTED PRIVATE KEY"), read);
    assertEquals(3, read.split("BEGIN CERTIFICATE", -1).length - 1, read);
  }

  @Test
  void withoutPassword_python_opensItWithNoneAndWithNothing() throws Exception {
    // Debian's own, with Debian's package.
    String read = new Program(Path.of("/usr/bin/python3")).run(folder, "-c", PYTHON);

    assertEquals("True True 2\nTrue True 2\n", read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"open.p12", "open.p12:"})
  void withoutPassword_curl_loadsItBeforeItConnects(String certificate) {
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                Program.installed("curl")
                    .run(
                        folder,
                        "-sS",
                        "--noproxy",
                        "*",
                        "--cert-type",
                        "P12",
                        "--cert",
                        certificate,
                        "https://127.0.0.1:1/"));

    assertTrue(String.valueOf(e.getMessage()).contains("curl: (7)"), e.getMessage());
  }

  @Test
  void withoutPassword_writtenTwice_isTheSame() throws Exception {
    assertArrayEquals(bundle.toPkcs12("web"), bundle.toPkcs12("web"));
    String value = Base64.getEncoder().encodeToString(bundle.toPkcs12("web"));
    assertArrayEquals(bundle.toPem(), CertificateBundle.decode(value).toPem());
  }

  /** Java 17 takes only ASCII for a PKCS#12, whoever wrote it: its caution is true. */
  @ParameterizedTest
  @ValueSource(strings = {"pässwörd", "пароль", "\u20ac 20"})
  void passwordBeyondAscii_java17OpensJksAndJava25Both(String password) throws Exception {
    openssl.write("store.p12", bundle.toPkcs12("web", password));
    openssl.write("store.jks", bundle.toJks("web", password));

    assertTrue(new KeystorePassword(password).caution().isPresent());
    assertEquals(FOUND, Java.current().read(folder, "store.p12", "PKCS12", password).strip());
    assertEquals(FOUND, Java.current().read(folder, "store.jks", "JKS", password).strip());
    assertEquals(FOUND, Java.seventeen().read(folder, "store.jks", "JKS", password).strip());
    IOException e =
        assertThrows(
            IOException.class,
            () -> Java.seventeen().read(folder, "store.p12", "PKCS12", password));
    assertTrue(String.valueOf(e.getMessage()).contains("Password is not ASCII"), e.getMessage());
    openssl.run("pkcs12", "-in", "store.p12", "-passin", "pass:" + password, "-nodes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a\"b'c\\d$(e)", " ~!"})
  void passwordOfAscii_bothJavasOpenBoth(String password) throws Exception {
    openssl.write("store.p12", bundle.toPkcs12("web", password));
    openssl.write("store.jks", bundle.toJks("web", password));

    assertTrue(new KeystorePassword(password).caution().isEmpty());
    for (Java java : List.of(Java.seventeen(), Java.current())) {
      assertEquals(FOUND, java.read(folder, "store.p12", "PKCS12", password).strip());
      assertEquals(FOUND, java.read(folder, "store.jks", "JKS", password).strip());
    }
  }

  /** What other programs wrote with such passwords, as a value of a certificate. */
  @ParameterizedTest
  @ValueSource(strings = {"pässwörd", "\u20ac 2000"})
  void passwordBeyondAscii_ofOtherPrograms_opensTheirFiles(String password) throws Exception {
    openssl.run(
        "pkcs12",
        "-export",
        "-in",
        "leaf.crt",
        "-inkey",
        "leaf.key",
        "-out",
        "in.p12",
        "-passout",
        "pass:" + password,
        "-name",
        "web");
    for (List<String> options : List.of(List.<String>of(), List.of("-J-Dkeystore.pkcs12.legacy"))) {
      Program.ofJdk("keytool")
          .run(
              folder,
              Stream.concat(
                      options.stream(),
                      Stream.of(
                          "-importkeystore",
                          "-noprompt",
                          "-srckeystore",
                          "in.p12",
                          "-srcstorepass",
                          password,
                          "-destkeystore",
                          "out.p12",
                          "-deststoretype",
                          "PKCS12",
                          "-deststorepass",
                          password))
                  .toArray(String[]::new));
      String value =
          Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("out.p12")));
      Files.delete(folder.resolve("out.p12"));
      assertArrayEquals(
          CertificateBundle.decode(openssl.pem("leaf.key", "leaf.crt")).toPem(),
          CertificateBundle.decode(
                  value, () -> Optional.of(BundlePassword.of(password, "x")), Instant.now())
              .toPem());
    }
  }
}
