package dev.akvvm.sync;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.KeyKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What looks wrong about a version, compared with the one it has replaced. It is installed all the
 * same, because the vault decides; and because the change may be meant, it is warned of for a week
 * only.
 *
 * @param since when it was installed
 */
public record RenewalWarnings(Instant since, List<Warning> warnings) {
  /** Nothing looks wrong. */
  public static final RenewalWarnings NONE = new RenewalWarnings(Instant.EPOCH, List.of());

  private static final Duration WORTH_TELLING = Duration.ofDays(7);
  private static final int MOST_NAMES = 3;
  private static final String KEY = "renewal warning ";
  private static final String SINCE = "renewed ";

  /** Copies the list. */
  public RenewalWarnings {
    warnings = List.copyOf(warnings);
  }

  /**
   * Compares.
   *
   * @param before what readers got until now; empty for a first installation
   */
  static RenewalWarnings of(
      Optional<CertificateBundle> before, CertificateBundle renewed, Instant now) {
    if (before.isEmpty()) {
      return NONE;
    }
    CertificateBundle old = before.get();
    List<Warning> warnings = new ArrayList<>();
    if (renewed.isSelfSigned() && !old.isSelfSigned()) {
      warnings.add(
          new Warning(
              Warning.Kind.SELF_SIGNED,
              "the new version is self-signed, the one before was issued by "
                  + old.issuer()
                  + "; check its issuer in the vault"));
    }
    List<String> lost =
        old.dnsNames().stream()
            .filter(name -> renewed.dnsNames().stream().noneMatch(each -> covers(each, name)))
            .toList();
    if (!lost.isEmpty()) {
      warnings.add(
          new Warning(
              Warning.Kind.NAMES_LOST,
              "the new version is no longer for " + list(lost) + "; check its DNS names"));
    }
    KeyKind key = renewed.keyKind();
    if (!key.replaces(old.keyKind())) {
      warnings.add(
          new Warning(
              Warning.Kind.KEY_CHANGED,
              "the new version has another key type, %s instead of %s; check what uses it"
                  .formatted(key, old.keyKind())));
    }
    return warnings.isEmpty() ? NONE : new RenewalWarnings(now, warnings);
  }

  /** A wildcard stands for one label, as clients see it. */
  private static boolean covers(String name, String other) {
    String own = name.toLowerCase(Locale.ROOT);
    String wanted = other.toLowerCase(Locale.ROOT);
    return own.equals(wanted)
        || (own.startsWith("*.")
            && wanted.indexOf('.') > 0
            && own.substring(1).equals(wanted.substring(wanted.indexOf('.'))));
  }

  private static String list(List<String> names) {
    String shown = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.size() > MOST_NAMES
        ? shown + " and " + (names.size() - MOST_NAMES) + " more"
        : shown;
  }

  /** Those to tell of now. */
  List<Warning> at(Instant now) {
    return now.isBefore(since.plus(WORTH_TELLING)) ? warnings : List.of();
  }

  /** Adds to {@code entries} what the next process must remember. */
  void remember(String link, Map<String, String> entries) {
    if (!warnings.isEmpty()) {
      entries.put(SINCE + link, since.toString());
      Warning.remember(KEY, warnings, link, entries);
    }
  }

  static RenewalWarnings recall(String link, Map<String, String> entries) {
    try {
      Optional<Instant> since = Optional.ofNullable(entries.get(SINCE + link)).map(Instant::parse);
      return since
          .map(time -> new RenewalWarnings(time, Warning.recall(KEY, link, entries)))
          .orElse(NONE);
    } catch (DateTimeException e) {
      return NONE;
    }
  }
}
