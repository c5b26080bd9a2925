package dev.akvvm.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One entry of {@code observedCertificates}.
 *
 * @param secret the certificate's secret
 * @param onDisabled what to do while its newest version is disabled
 * @param identity who reads it; empty for the machine's usual identity
 * @param placement where it goes
 * @param onRenewal what to do once readers get a new version
 */
public record ObservedCertificate(
    SecretIdentifier secret,
    OnDisabled onDisabled,
    Optional<UserAssignedIdentity> identity,
    Placement placement,
    OnRenewal onRenewal) {
  /** A certificate with nothing to do after its renewal, or while it is disabled. */
  public ObservedCertificate(
      SecretIdentifier secret, Optional<UserAssignedIdentity> identity, Placement placement) {
    this(secret, OnDisabled.FAIL, identity, placement, OnRenewal.NOTHING);
  }

  /** The vault that holds the certificate. */
  public Vault vault() {
    return secret.vault();
  }

  /** {@code <vault>/<certificate>}: its name in status and log. */
  public String displayName() {
    return secret.vault().name() + "/" + secret.name();
  }

  /** {@code <vault>.<certificate>}: what its files are named after, and its link by default. */
  public String fileName() {
    return secret.vault().name() + "." + secret.name();
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
