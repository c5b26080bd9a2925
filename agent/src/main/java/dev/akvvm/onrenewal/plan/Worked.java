package dev.akvvm.onrenewal.plan;

import java.time.Instant;

/**
 * An action has worked for a certificate: nothing to do, but worth showing.
 *
 * @param link the certificate's link
 * @param action the way an operator would call it: {@code reload of nginx.service}
 * @param at when it worked last, in whole seconds
 */
public record Worked(String link, String action, Instant at) {}
