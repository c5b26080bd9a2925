package dev.akvvm.onrenewal;

import dev.akvvm.settings.ObservedCertificate;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Tells nobody. */
record NoReloads() implements Reloads {
  @Override
  public void remember(ObservedCertificate certificate, Optional<String> from, String to) {}

  @Override
  public void run(
      Function<ObservedCertificate, Optional<CurrentVersion>> shown, boolean isNewPass) {}

  @Override
  public Optional<String> failure(ObservedCertificate certificate) {
    return Optional.empty();
  }

  @Override
  public Instant next() {
    return Instant.MAX;
  }
}
