// Reads from the emulator as any program on an Azure VM would; sdk/run has put in what is expected.
import assert from "node:assert/strict";
import { ManagedIdentityCredential } from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";

const credential = new ManagedIdentityCredential();
const token = await credential.getToken("https://vault.azure.net/.default");
assert.equal(token.token.split(".").length, 3);

const client = new SecretClient("https://contoso.vault.azure.net", credential);

const secret = await client.getSecret("plain-7");
assert.equal(secret.value, "value 7");
assert.equal(secret.properties.contentType, "text/plain");
assert.equal((await client.getSecret("plain-7", { version: secret.properties.version })).value, "value 7");

const certificate = await client.getSecret("web");
assert.equal(certificate.properties.managed, true);
assert.match(certificate.value, /^-----BEGIN PRIVATE KEY-----\n/);

const names = [];
for await (const properties of client.listPropertiesOfSecrets()) names.push(properties.name);
assert.equal(new Set(names).size, 63);

const versions = [];
for await (const properties of client.listPropertiesOfSecretVersions("web")) versions.push(properties);
assert.equal(versions.length, 3);
const newest = versions.reduce((a, b) => (a.updatedOn > b.updatedOn ? a : b));
assert.equal(newest.version, certificate.properties.version);

await assert.rejects(client.getSecret("disabled"), { statusCode: 403 });
await assert.rejects(client.getSecret("deleted"), { statusCode: 404, code: "SecretNotFound" });

console.log(`javascript: ok, ${names.length} secrets, ${versions.length} versions`);
