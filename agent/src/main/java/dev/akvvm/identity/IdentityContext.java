package dev.akvvm.identity;

import com.azure.core.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * The parts of the machine that identities depend on.
 *
 * @param metadata a client that uses no proxy, for managed identities
 * @param logins a client that may use one, for service principals
 * @param environment the agent's environment variables
 * @param allowedEndpoints a file of further hosts that may be asked for tokens
 * @param arcKeys the folder whose files only privileged callers of Azure Arc's agent can read
 * @param clock decides when tokens expire
 * @param pause how to wait between two attempts
 */
public record IdentityContext(
    HttpClient metadata,
    HttpClient logins,
    Map<String, String> environment,
    Path allowedEndpoints,
    Path arcKeys,
    Clock clock,
    Pause pause) {
  /** Copies the variables. */
  public IdentityContext {
    environment = Map.copyOf(environment);
  }

  /** With files in their usual places. */
  public static IdentityContext of(
      HttpClient metadata, HttpClient logins, Map<String, String> environment, Clock clock) {
    return new IdentityContext(
        metadata,
        logins,
        environment,
        Path.of("/etc/akvvm/token-endpoints"),
        Path.of("/var/opt/azcmagent/tokens"),
        clock,
        Thread::sleep);
  }

  /** Secrets may be among the variables. */
  @Override
  public String toString() {
    return "IdentityContext[environment=" + new EnvironmentVariables(environment) + "]";
  }

  /** Waits; in tests it does not. */
  @FunctionalInterface
  public interface Pause {
    /** Returns after that time. */
    void of(Duration time) throws InterruptedException;
  }
}
