package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How a certificate is made and renewed, in the words of Key Vault's policy object. */
final class CertificatePolicy {
  private CertificatePolicy() {}

  static void fill(ObjectNode policy, CertificateSpec spec) {
    ObjectNode key =
        policy
            .putObject("key_props")
            .put("exportable", spec.exportable())
            .put("kty", spec.keyType().algorithm())
            .put("key_size", spec.keyType().size())
            .put("reuse_key", false);
    if (!spec.keyType().isRsa()) {
      key.put("crv", spec.keyType().word());
    }
    policy.putObject("secret_props").put("contentType", spec.format().contentType());
    ObjectNode x509 = policy.putObject("x509_props").put("subject", "CN=" + spec.commonName());
    x509.putObject("sans").putArray("dns_names").add(spec.commonName());
    x509.putArray("ekus").add("1.3.6.1.5.5.7.3.1").add("1.3.6.1.5.5.7.3.2");
    x509.putArray("key_usage").add("digitalSignature").add("keyEncipherment");
    x509.put("validity_months", Math.max(1, spec.validity().toDays() / 30));
    x509.putObject("basic_constraints").put("ca", false);
    ObjectNode action = policy.putArray("lifetime_actions").addObject();
    action.putObject("trigger").put("lifetime_percentage", 80);
    action.putObject("action").put("action_type", "AutoRenew");
    policy.putObject("issuer").put("name", spec.chainLength() == 1 ? "Self" : "EmulatedIssuer");
  }
}
