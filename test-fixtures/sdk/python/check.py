"""Reads from the emulator as any program on an Azure VM would; sdk/run has put in what is expected."""

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import ManagedIdentityCredential
from azure.keyvault.secrets import SecretClient


def expect(what, actual, expected):
    if actual != expected:
        raise SystemExit(f"python: {what} is {actual!r}, expected {expected!r}")


def failure(kind, read):
    try:
        read()
    except kind as error:
        return error
    raise SystemExit(f"python: no {kind.__name__}")


credential = ManagedIdentityCredential()
token = credential.get_token("https://vault.azure.net/.default")
expect("parts of the token", len(token.token.split(".")), 3)

client = SecretClient("https://contoso.vault.azure.net", credential)

secret = client.get_secret("plain-7")
expect("value", secret.value, "value 7")
expect("content type", secret.properties.content_type, "text/plain")
expect("one version", client.get_secret("plain-7", secret.properties.version).value, "value 7")

certificate = client.get_secret("web")
expect("managed", certificate.properties.managed, True)
expect("content type", certificate.properties.content_type, "application/x-pem-file")
expect("begin", certificate.value.splitlines()[0], "-----BEGIN PRIVATE KEY-----")

names = [properties.name for properties in client.list_properties_of_secrets()]
expect("names", sorted(names), sorted([f"plain-{n}" for n in range(1, 61)] + ["web", "rsa", "disabled"]))
versions = list(client.list_properties_of_secret_versions("web"))
expect("versions", len({properties.version for properties in versions}), 3)
newest = max(versions, key=lambda properties: properties.updated_on)
expect("newest version", newest.version, certificate.properties.version)

expect("status of a disabled one", failure(HttpResponseError, lambda: client.get_secret("disabled")).status_code, 403)
expect("status of a deleted one", failure(ResourceNotFoundError, lambda: client.get_secret("deleted")).status_code, 404)

print(f"python: ok, {len(names)} secrets, {len(versions)} versions")
