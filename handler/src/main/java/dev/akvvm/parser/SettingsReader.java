package dev.akvvm.parser;

import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ExtensionSettings.LogReceiver;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the settings object from its root. */
final class SettingsReader {
  private static final int DEFAULT_INTERVAL = 3600;

  /** Below this a fleet of machines may overload its vault: allowed with a warning. */
  private static final int SMALL_INTERVAL = 300;

  private static final String IDENTITY = "authenticationSettings";

  private final Field root;
  private final Field secrets;

  SettingsReader(Field root) {
    this.root = root;
    this.secrets = root.child("secretsManagementSettings");
  }

  /** The settings, or empty when there are no certificates; problems are reported to the field. */
  Optional<ExtensionSettings> read() {
    root.warnOfUnknownKeys(KnownKeys.SETTINGS);
    Duration interval = Duration.ofSeconds(DEFAULT_INTERVAL);
    boolean requireInitialSync = false;
    if (secrets.isObject()) {
      secrets.warnOfUnknownKeys(KnownKeys.SECRETS);
      interval = interval(secrets.child("pollingIntervalInS"));
      requireInitialSync = secrets.child("requireInitialSync").flag(false);
      UnsupportedSettings.warnOfWindows(secrets);
    }
    List<ObservedCertificate> certificates = certificates();
    IdentitySettings identity = IdentityParser.parse(root.child(IDENTITY), secrets.child(IDENTITY));
    Optional<ExtensionSettings.Proxy> proxy = ProxyParser.parse(root.child("proxySettings"));
    Optional<LogReceiver> receiver = LoggingParser.parse(root.child("loggingSettings"));
    Optional<Path> metrics = MetricsParser.parse(root.child("metricsSettings"));
    return certificates.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ExtensionSettings(
                interval, requireInitialSync, certificates, identity, proxy, receiver, metrics));
  }

  private static Duration interval(Field field) {
    int seconds = field.number(1, "a positive whole number").orElse(DEFAULT_INTERVAL);
    if (seconds < SMALL_INTERVAL) {
      field.warning(
          "below %d s many machines may exceed the vault's request limit; %s is honoured"
              .formatted(SMALL_INTERVAL, field.found()));
    }
    return Duration.ofSeconds(seconds);
  }

  /** Certificates, then secrets; at least one of them. */
  private List<ObservedCertificate> certificates() {
    EntryDefaults defaults = EntryDefaults.of(secrets);
    Field observed = secrets.child("observedCertificates");
    List<Field> plain = secrets.child("observedSecrets").elements();
    List<Field> entries = observed.elements();
    if (entries.isEmpty() && plain.isEmpty()) {
      observed.error("observedCertificates cannot be empty: name at least one certificate's URL");
    }
    Conflicts conflicts = new Conflicts();
    List<ObservedCertificate> certificates = new ArrayList<>();
    read(entries, new CertificateParser(secrets, defaults)::parse, conflicts, certificates);
    read(plain, new SecretParser(defaults)::parse, conflicts, certificates);
    conflicts.report();
    return certificates;
  }

  private static void read(
      List<Field> entries,
      Function<Field, Optional<ObservedCertificate>> parser,
      Conflicts conflicts,
      List<ObservedCertificate> read) {
    for (Field entry : entries) {
      Optional<ObservedCertificate> certificate = parser.apply(entry);
      certificate.ifPresent(found -> conflicts.add(entry, found));
      certificate.ifPresent(read::add);
    }
  }
}
