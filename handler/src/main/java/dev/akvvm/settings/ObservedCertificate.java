package dev.akvvm.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One entry of {@code observedCertificates} or {@code observedSecrets}.
 *
 * @param secret the certificate's secret, or the plain one; of several the first
 * @param password the secret with the password that opens it; empty if it has none, as those that
 *     Key Vault makes
 * @param onDisabled what to do while its newest version is disabled
 * @param identity who reads it; empty for the machine's usual identity
 * @param placement where it goes
 * @param content what is made of the secret's value
 * @param onRenewal what to do once readers get a new version
 */
public record ObservedCertificate(
    SecretIdentifier secret,
    Optional<SecretIdentifier> password,
    OnDisabled onDisabled,
    Optional<UserAssignedIdentity> identity,
    Placement placement,
    Content content,
    OnRenewal onRenewal) {
  /** Refuses a layout that cannot hold the content. */
  public ObservedCertificate {
    if (!content
        .layout()
        .map(layout -> layout == placement.layout())
        .orElse(placement.layout().isForCertificates())) {
      throw new IllegalArgumentException(content + " has a layout of its own");
    }
  }

  /** What no password protects. */
  public ObservedCertificate(
      SecretIdentifier secret,
      OnDisabled onDisabled,
      Optional<UserAssignedIdentity> identity,
      Placement placement,
      Content content,
      OnRenewal onRenewal) {
    this(secret, Optional.empty(), onDisabled, identity, placement, content, onRenewal);
  }

  /** A certificate with its key. */
  public ObservedCertificate(
      SecretIdentifier secret,
      Optional<SecretIdentifier> password,
      OnDisabled onDisabled,
      Optional<UserAssignedIdentity> identity,
      Placement placement,
      OnRenewal onRenewal) {
    this(secret, password, onDisabled, identity, placement, new Content.Certificate(), onRenewal);
  }

  /** A certificate without a password, with nothing to do after its renewal or while disabled. */
  public ObservedCertificate(
      SecretIdentifier secret, Optional<UserAssignedIdentity> identity, Placement placement) {
    this(
        secret,
        Optional.empty(),
        OnDisabled.FAIL,
        identity,
        placement,
        new Content.Certificate(),
        OnRenewal.NOTHING);
  }

  /**
   * What to do while the newest version of a certificate is disabled in the vault. In the settings
   * each has the name of its constant, in lower case.
   */
  public enum OnDisabled {
    /** Report it; what is on disk stays. */
    FAIL,
    /** Use the newest version that is enabled, so that disabling a version takes it back. */
    PREVIOUS;

    /** The one with this name, in any case. */
    public static Optional<OnDisabled> named(String name) {
      return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is made of a secret's value. */
  public sealed interface Content {
    /** A key with its certificate and chain. */
    record Certificate() implements Content {}

    /** Certificates without a key. */
    record CaBundle() implements Content {}

    /** The value itself. */
    record PlainSecret(Encoding encoding) implements Content {}

    /**
     * The values of several secrets, as variables.
     *
     * @param variables at least one, by name
     */
    record EnvFile(SortedMap<String, SecretIdentifier> variables) implements Content {
      private static final Pattern NAME = Pattern.compile("[A-Za-z_][0-9A-Za-z_]*");

      /** Copies the map; refuses what the parser must already have refused. */
      public EnvFile {
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        if (variables.isEmpty() || !variables.keySet().stream().allMatch(EnvFile::isVariable)) {
          throw new IllegalArgumentException("not variables: " + variables.keySet());
        }
      }

      /** Whether shells and systemd take this for the name of a variable. */
      public static boolean isVariable(String name) {
        return NAME.matcher(name).matches();
      }
    }

    /** The only layout that can hold it; empty if the settings may choose one. */
    default Optional<Layout> layout() {
      return switch (this) {
        case Certificate _ -> Optional.empty();
        case CaBundle _ -> Optional.of(Layout.CA_BUNDLE);
        case PlainSecret _ -> Optional.of(Layout.SECRET);
        case EnvFile _ -> Optional.of(Layout.ENV_FILE);
      };
    }

    /** Whether it is an entry of {@code observedSecrets}. */
    default boolean isSecret() {
      return this instanceof PlainSecret || this instanceof EnvFile;
    }
  }

  /** How the value of a plain secret stands for the bytes that are written. */
  public enum Encoding {
    /** As text, in UTF-8. */
    RAW,
    /** In base64. */
    BASE64
  }

  /** What to call these, however many there are: certificates, secrets, or both. */
  public static String noun(Collection<ObservedCertificate> all) {
    boolean isAnySecret = all.stream().anyMatch(each -> each.content().isSecret());
    boolean isAnyCertificate = all.stream().anyMatch(each -> !each.content().isSecret());
    String ending = all.size() == 1 ? "" : "s";
    if (isAnySecret && isAnyCertificate) {
      return "certificates and secrets";
    }
    return (isAnySecret ? "secret" : "certificate") + ending;
  }

  /** The vault that holds the certificate or secret; of several the first. */
  public Vault vault() {
    return secret.vault();
  }

  /** Everything that is read for its files, by variables if it has any. */
  public List<SecretIdentifier> secrets() {
    return content instanceof Content.EnvFile(var variables)
        ? List.copyOf(variables.values())
        : List.of(secret);
  }

  /** The vaults that are asked for it: passwords may be in other ones. */
  public Set<Vault> vaults() {
    return Stream.of(
            secrets().stream(),
            password.stream(),
            placement.keystore().flatMap(Keystore::password).stream())
        .flatMap(each -> each)
        .map(SecretIdentifier::vault)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Where its files come from: a URL, or variables with one each. */
  public String source() {
    return content instanceof Content.EnvFile(var variables)
        ? variables.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(", "))
        : secret.toString();
  }

  /** {@code <vault>/<secret>}, or the link of several: its name in status and log. */
  public String displayName() {
    return content instanceof Content.EnvFile
        ? placement.linkName()
        : secret.vault().name() + "/" + secret.name();
  }

  /** {@code <vault>.<secret>}, or the link of several: what its files are named after. */
  public String fileName() {
    return content instanceof Content.EnvFile
        ? placement.linkName()
        : secret.vault().name() + "." + secret.name();
  }

  /**
   * The current link, or the common beginning of its links: no two observed certificates share it,
   * so it identifies them.
   */
  public Path link() {
    return placement.store().resolve(placement.linkName());
  }

  /**
   * What an operator wants done after a renewal: {@code onRenewal}.
   *
   * @param reload systemd units to reload
   * @param restart systemd units to restart
   * @param run a program by its absolute path, and its arguments; empty for none
   * @param check a program, absolute or on the PATH, and its arguments: unless it ends with 0, none
   *     of the above is done; empty for none
   * @param timeout how long each of them may take: 1 s to 1 h
   */
  public record OnRenewal(
      List<String> reload,
      List<String> restart,
      List<String> run,
      List<String> check,
      Duration timeout) {
    /** How long an action may take unless the operator says otherwise. */
    public static final Duration USUAL_TIMEOUT = Duration.ofMinutes(1);

    /** The longest time the operator may set. */
    public static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    /** Nothing to do. */
    public static final OnRenewal NOTHING =
        new OnRenewal(List.of(), List.of(), List.of(), List.of(), USUAL_TIMEOUT);

    /**
     * systemd.unit(5): at most 255 characters, a type at the end, and not a template, which is not
     * a unit.
     */
    private static final Pattern UNIT =
        Pattern.compile(
            "(?=.{1,255}$)[0-9A-Za-z:_.\\\\-]+(@[0-9A-Za-z:_\\\\@-][0-9A-Za-z:_.\\\\@-]*)?"
                + "\\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)");

    /** Copies the lists; refuses what the parser must already have refused. */
    public OnRenewal {
      reload = List.copyOf(reload);
      restart = List.copyOf(restart);
      run = List.copyOf(run);
      check = List.copyOf(check);
      if (!reload.stream().allMatch(OnRenewal::isUnit)
          || !restart.stream().allMatch(OnRenewal::isUnit)) {
        throw new IllegalArgumentException("not units: " + reload + ", " + restart);
      }
      if (!run.isEmpty() && !run.getFirst().startsWith("/")) {
        throw new IllegalArgumentException("not an absolute path: " + run.getFirst());
      }
      if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
        throw new IllegalArgumentException("from 1 s to 1 h: " + timeout);
      }
    }

    /** Whether this is the complete name of one systemd unit. */
    public static boolean isUnit(String name) {
      return UNIT.matcher(name).matches();
    }
  }
}
