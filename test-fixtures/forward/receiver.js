// receiver.js ENDPOINT FILE: takes log lines at tcp://HOST:PORT or unix:///PATH, acknowledges them, and appends each to
// FILE as a line of JSON.
import { appendFileSync, chmodSync } from "node:fs";
import { FluentServer } from "@fluent-org/logger";

const [endpoint, file] = process.argv.slice(2);
const url = new URL(endpoint);
const listenOptions =
  url.protocol === "unix:"
    ? { path: url.pathname }
    : { host: url.hostname, port: Number(url.port) };
const server = new FluentServer({ listenOptions });
server.on("entry", (tag, time, record) => {
  appendFileSync(file, JSON.stringify({ tag, seconds: time.epoch ?? time, nano: time.nano, ...record }) + "\n");
});
await server.listen();
if (url.protocol === "unix:") {
  chmodSync(url.pathname, 0o666);
}
appendFileSync(file, "");
