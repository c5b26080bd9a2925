package dev.akvvm.packaged;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A store that only root may write and read, with one certificate in certbot's layout and one in a
 * single file; everybody may list it. Its renewals must arrive in time, and nothing may touch a
 * version once it has arrived.
 */
final class HonestStore {
  static final String FOLDER = "/etc/ssl/akvvm";
  static final String CERTBOT = "honest";
  static final String COMBINED = "plain";

  /** The emulator never gives such a key twice: a key that was read tells which certificate's. */
  static final String OWN_KEY = "{\"keyType\": \"P-256\"}";

  private static final List<Placed> CERTIFICATES =
      List.of(Placed.in(FOLDER, CERTBOT).as("certbot"), Placed.in(FOLDER, COMBINED));

  private final Machine machine;
  private final Map<String, String> arrived = new TreeMap<>();

  HonestStore(Machine machine) {
    this.machine = machine;
    CERTIFICATES.forEach(each -> machine.azure().create(each.name(), OWN_KEY));
    machine.output("mkdir", "-p", "-m", "755", FOLDER);
  }

  /** Its certificates, as settings have them. */
  List<Map<String, Object>> certificates() {
    return CERTIFICATES.stream().map(Placed::json).toList();
  }

  /** Renews both, and waits until their links lead to the new versions. */
  void renew(Duration limit) {
    Map<Placed, Emulator.Version> renewed = new LinkedHashMap<>();
    CERTIFICATES.forEach(each -> renewed.put(each, machine.azure().renew(each.name())));
    renewed.forEach((each, version) -> await(each, version, limit));
    List<String> paths =
        renewed.entrySet().stream().map(e -> e.getKey().path(e.getValue())).toList();
    arrived.putAll(Outside.of(machine, paths).files());
  }

  private void await(Placed certificate, Emulator.Version version, Duration limit) {
    String path = certificate.path(version);
    machine
        .await()
        .until(
            "the renewal of a certificate whose store nobody attacks: " + path,
            limit,
            () -> target(certificate.name()).equals(path));
    if (!fingerprint(machine, certificate.chain(version)).equals(version.fingerprint())) {
      throw new AssertionError(path + " does not hold the version it is named for");
    }
  }

  /** Changes that the agent had no reason to make. */
  List<String> harm() {
    Outside now = Outside.of(machine, List.of(FOLDER));
    List<String> harm = new ArrayList<>();
    arrived.forEach(
        (path, before) -> {
          String after = now.files().getOrDefault(path, "missing");
          if (!after.equals(before)) {
            harm.add(path + ": was [" + before + "], is [" + after + "]");
          }
        });
    now.files().forEach((path, is) -> look(path, is, harm));
    return harm;
  }

  private static void look(String path, String is, List<String> harm) {
    String rest = path.substring(FOLDER.length());
    boolean named =
        rest.isEmpty()
            || rest.startsWith("/contoso." + CERTBOT)
            || rest.startsWith("/contoso." + COMBINED);
    boolean plain =
        is.matches("(directory 7[05][05]|file 600|link 777) 0:0 .*") && !is.contains("-acl=");
    if (!named || !plain) {
      harm.add(path + ": " + is);
    }
  }

  /** Where the link of a certificate leads; empty if there is none. */
  String target(String name) {
    Path link = machine.vm().path(FOLDER + "/contoso." + name);
    try {
      return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The SHA-256 fingerprint, in hex, of the first certificate in a file of a machine. */
  static String fingerprint(Machine machine, String pem) {
    try (InputStream content = Files.newInputStream(machine.vm().path(pem))) {
      byte[] leaf =
          CertificateFactory.getInstance("X.509").generateCertificate(content).getEncoded();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(leaf));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(pem + " holds no certificate", e);
    }
  }
}
