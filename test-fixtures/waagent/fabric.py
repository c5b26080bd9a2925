"""What Azure's side of the wire says to waagent: goal states, packages, and the place where the status goes."""

import base64
import hashlib
import json
import os
import re
import subprocess
import time
from http.client import responses
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

VERSIONS = """<?xml version="1.0"?><Versions><Preferred><Version>2012-11-30</Version></Preferred>
<Supported><Version>2012-11-30</Version></Supported></Versions>"""
HOSTING_ENVIRONMENT = """<HostingEnvironmentConfig><Incarnation number="1" instance="vm"/>
<Deployment name="deployment"/><Role name="role"/></HostingEnvironmentConfig>"""
GOAL_STATE = """<?xml version="1.0" encoding="utf-8"?>
<GoalState><Version>2012-11-30</Version><Incarnation>{incarnation}</Incarnation>
<Machine><ExpectedState>Started</ExpectedState></Machine>
<Container><ContainerId>00000000-0000-0000-0000-000000000001</ContainerId><RoleInstanceList><RoleInstance>
<InstanceId>vm.role_IN_0</InstanceId><State>Started</State><Configuration>
<HostingEnvironmentConfig>{base}/hostingEnvironmentConfig</HostingEnvironmentConfig>
<SharedConfig>{base}/sharedConfig</SharedConfig>
<ExtensionsConfig>{base}/extensionsConfig</ExtensionsConfig>
</Configuration></RoleInstance></RoleInstanceList></Container></GoalState>"""
EXTENSIONS = """<Extensions version="1.0.0.0" goalStateIncarnation="{incarnation}">
<GuestAgentExtension><GAFamilies/></GuestAgentExtension>
<Plugins>{plugins}</Plugins><PluginSettings>{settings}</PluginSettings>
<StatusUploadBlob statusBlobType="BlockBlob">https://blob.invalid/vm.status</StatusUploadBlob>
<InVMGoalStateMetaData inSvdSeqNo="{incarnation}" createdOnTicks="{ticks}"
 activityId="00000000-0000-0000-0000-000000000002" correlationId="00000000-0000-0000-0000-000000000003"/></Extensions>"""
PLUGIN = """<Plugin name={name} version={version} location={manifest} failoverlocation={manifest} state={state}
 config="" autoUpgrade="false" runAsStartupTask="false" isJson="true" useExactVersion="true"/>"""
TICKS_BEFORE_1970 = 621355968000000000
TICKS_PER_SECOND = 10**7


class Response:
    """The part of http.client.HTTPResponse that waagent looks at."""

    def __init__(self, status, body=b""):
        self.status = status
        self.reason = responses[status]
        self.msg = None
        self._body = BytesIO(body if isinstance(body, bytes) else body.encode())

    def read(self, amount=None):
        """The next bytes of the body."""
        return self._body.read(amount)

    def getheaders(self):
        """None are needed."""
        return []

    def getheader(self, _name, default=None):
        """None are needed."""
        return default


class TransportCertificate:
    """The key pair that Azure puts on a VM to protect settings with, as waagent leaves it in its directory."""

    def __init__(self, directory):
        key, certificate = os.path.join(directory, "new.prv"), os.path.join(directory, "new.crt")
        subject = ["-subj", "/CN=Windows Azure CRP Certificate Generator"]
        new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", *subject]
        subprocess.run([*new, "-keyout", key, "-out", certificate], check=True, capture_output=True)
        der = ["openssl", "x509", "-in", certificate, "-outform", "DER"]
        self.thumbprint = hashlib.sha1(subprocess.run(der, check=True, capture_output=True).stdout).hexdigest().upper()
        self._certificate = os.path.join(directory, self.thumbprint + ".crt")
        os.chmod(key, 0o600)
        os.rename(key, os.path.join(directory, self.thumbprint + ".prv"))
        os.rename(certificate, self._certificate)

    def encrypt(self, text):
        """DER of a CMS envelope, in base64."""
        command = ["openssl", "cms", "-encrypt", "-binary", "-des3", "-outform", "DER", self._certificate]
        return base64.b64encode(subprocess.run(command, input=text.encode(), check=True, capture_output=True).stdout).decode()


class Fabric:
    """Answers waagent's requests. `extensions` is the present goal, `packages` maps name to version to zip file."""

    def __init__(self, address, lib_dir):
        self.address = address
        self.extensions = []
        self.packages = {}
        self.status = None
        self._incarnation = 0
        self._lib_dir = lib_dir
        self._certificate = None

    def new_goal_state(self):
        """Makes waagent see the goal, changed or not, as one it has not processed yet."""
        self._incarnation += 1

    def http_request(self, method, url, data=None, *_, headers=None, **__):
        """Stands in for waagent's function of that name; newer agents pass a time limit too."""
        if method == "GET":
            return self._get((headers or {}).get("x-ms-artifact-location", url))
        if method == "PUT":
            return self._put(url, data)
        return Response(200)

    def _get(self, url):
        documents = {
            r"comp=versions": lambda: VERSIONS,
            r"comp=goalstate": self._goal_state,
            r"/hostingEnvironmentConfig$": lambda: HOSTING_ENVIRONMENT,
            r"/sharedConfig$": lambda: "<SharedConfig/>",
            r"/extensionsConfig$": self._extensions_config,
            r"/packages/([^/]+)/manifest.xml$": self._manifest,
            r"/packages/([^/]+)/([0-9.]+).zip$": self._package,
            r"/versions$": lambda: '["2015-09-01"]',
            r"/health$": lambda: "",
        }
        for pattern, document in documents.items():
            match = re.search(pattern, url)
            if match:
                body = document(*match.groups())
                return Response(404) if body is None else Response(200, body)
        return Response(404)

    def _put(self, url, data):
        text = data.decode() if isinstance(data, bytes) else data
        if "vm.status" in url:
            self.status = json.loads(text)
        elif url.endswith("/status"):  # the host's plugin wraps the blob, and tells about itself on the same address
            content = json.loads(text).get("content")
            if content is not None:
                self.status = json.loads(base64.b64decode(content))
        return Response(201)

    def _goal_state(self):
        base = f"http://{self.address}:80/machine"
        return GOAL_STATE.format(incarnation=self._incarnation, base=base)

    def _extensions_config(self):
        return EXTENSIONS.format(
            incarnation=self._incarnation,
            ticks=TICKS_BEFORE_1970 + int(time.time()) * TICKS_PER_SECOND,
            plugins="".join(self._plugin(extension) for extension in self.extensions),
            settings="".join(self._settings(extension) for extension in self.extensions),
        )

    def _plugin(self, extension):
        return PLUGIN.format(
            name=quoteattr(extension["name"]),
            version=quoteattr(extension["version"]),
            state=quoteattr(extension.get("state", "enabled")),
            manifest=quoteattr(f"http://{self.address}/packages/{extension['name']}/manifest.xml"),
        )

    def _settings(self, extension):
        if extension.get("settings") is None and extension.get("protected") is None:
            return ""
        level = extension.get("level", 0)
        depends = f'<DependsOn dependencyLevel="{level}"/>' if level else ""
        runtime = {"runtimeSettings": [{"handlerSettings": self._handler_settings(extension)}]}
        return (
            f"<Plugin name={quoteattr(extension['name'])} version={quoteattr(extension['version'])}>{depends}"
            f'<RuntimeSettings seqNo="{extension.get("seq", 0)}">{escape(json.dumps(runtime))}</RuntimeSettings></Plugin>'
        )

    def _handler_settings(self, extension):
        settings = {"publicSettings": extension.get("settings")}
        if extension.get("protected") is not None:
            if self._certificate is None:
                self._certificate = TransportCertificate(self._lib_dir)
            settings["protectedSettings"] = self._certificate.encrypt(json.dumps(extension["protected"]))
            settings["protectedSettingsCertThumbprint"] = self._certificate.thumbprint
        return settings

    def _manifest(self, name):
        plugins = "".join(
            f"<Plugin><Version>{version}</Version>"
            f"<Uris><Uri>http://{self.address}/packages/{name}/{version}.zip</Uri></Uris></Plugin>"
            for version in self.packages.get(name, {})
        )
        return f"<PluginVersionManifest><Plugins>{plugins}</Plugins><InternalPlugins/></PluginVersionManifest>"

    def _package(self, name, version):
        path = self.packages.get(name, {}).get(version)
        if path is None:
            return None
        with open(path, "rb") as package:
            return package.read()
