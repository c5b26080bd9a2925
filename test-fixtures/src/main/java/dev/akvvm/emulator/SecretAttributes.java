package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/** A version's attributes; times in epoch seconds. */
record SecretAttributes(
    boolean enabled, OptionalLong notBefore, OptionalLong expires, long created, long updated) {

  SecretAttributes enabled(boolean value, long now) {
    return new SecretAttributes(value, notBefore, expires, created, now);
  }

  SecretAttributes valid(OptionalLong from, OptionalLong until, long now) {
    return new SecretAttributes(enabled, from, until, created, now);
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("enabled", enabled);
    notBefore.ifPresent(value -> json.put("nbf", value));
    expires.ifPresent(value -> json.put("exp", value));
    return json.put("created", created)
        .put("updated", updated)
        .put("recoveryLevel", "Recoverable+Purgeable")
        .put("recoverableDays", 90);
  }
}
