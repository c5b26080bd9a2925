package dev.akvvm.testing;

import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.vault.CertificatePolicyReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Knows nothing of any certificate until it is told; remembers what it was asked. */
public final class FakePolicyReader implements CertificatePolicyReader {
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private volatile Optional<String> reason = Optional.empty();
  private volatile Optional<Instant> renewal = Optional.empty();

  /** From now on, why a certificate is disabled or unusable. */
  public void say(String why) {
    reason = Optional.of(why);
  }

  /** From now on, when each certificate renews itself. */
  public void say(Instant next) {
    renewal = Optional.of(next);
  }

  /** Each as {@code <question> <name>}; may be cleared. */
  public List<String> questions() {
    return questions;
  }

  @Override
  public Optional<String> whyDisabled(
      SecretIdentifier secret, Optional<UserAssignedIdentity> identity) {
    questions.add("disabled " + secret.name());
    return reason;
  }

  @Override
  public Optional<String> whyUnusable(
      SecretIdentifier secret, Optional<UserAssignedIdentity> identity) {
    questions.add("unusable " + secret.name());
    return reason;
  }

  @Override
  public Optional<Instant> nextRenewal(
      SecretIdentifier secret,
      Optional<UserAssignedIdentity> identity,
      Instant notBefore,
      Instant notAfter) {
    questions.add("renewal " + secret.name());
    return renewal;
  }
}
