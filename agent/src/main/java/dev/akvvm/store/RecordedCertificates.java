package dev.akvvm.store;

import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What was installed according to the records, which know more than the settings in force. */
final class RecordedCertificates {
  /** {@code <vault>.<certificate>}: no vault's name has a dot. */
  private static final Pattern FILE_NAME =
      Pattern.compile("([0-9A-Za-z-]+)\\.([0-9A-Za-z-]{1,127})");

  private RecordedCertificates() {}

  /** A certificate by one of the names that were made for it. */
  record Recorded(ObservedCertificate certificate, Path link) {}

  /** All of both files; what is not a certificate's, or not understood, is left out. */
  static List<Recorded> read(CertificateStore.Records records) {
    return Stream.concat(
            LinkRecord.read(records.links()).owners().entrySet().stream()
                .flatMap(each -> recorded(Path.of(each.getKey()), each.getValue()).stream()),
            Ledger.fileNames(records.installed()).entrySet().stream()
                .flatMap(each -> recorded(each.getKey(), each.getValue()).stream()))
        .distinct()
        .toList();
  }

  /** Empty for what is not a certificate's name. */
  static Optional<Recorded> recorded(Path link, String fileName) {
    Matcher name = FILE_NAME.matcher(fileName);
    Path store = link.getParent();
    if (!name.matches() || store == null || !link.isAbsolute()) {
      return Optional.empty();
    }
    return Optional.of(
        new Recorded(
            new ObservedCertificate(
                new SecretIdentifier(
                    new Vault(name.group(1), Vault.HTTPS), name.group(2), Optional.empty()),
                Optional.empty(),
                new Placement(
                    store,
                    fileName,
                    Layout.COMBINED,
                    Optional.empty(),
                    OptionalInt.empty(),
                    List.of())),
            link));
  }
}
