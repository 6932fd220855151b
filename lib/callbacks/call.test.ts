import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { call } from "./call";
import { around, clientServer } from "./testing";

test("a call is a GET with its headers, and 2xx is done", async () => {
  const asked: unknown[] = [];
  const client = await clientServer(({ method, url, headers }, response) => {
    asked.push([method, url, headers.host, headers["x-signature"]]);
    response.writeHead(204).end();
  });
  const { port } = new URL(client);
  const hosts = { "client.example": ["127.0.0.1"] };
  const called = await call(`http://client.example:${port}/a?b=c`, { "x-signature": "s" }, around(hosts));
  expect(called).toEqual({ done: true, status: 204, excerpt: "" });
  expect(asked).toEqual([["GET", "/a?b=c", `client.example:${port}`, "s"]]);
});

test.each([
  [404, "answer"],
  [500, "answer"],
  [304, "answer"],
  [302, "redirects"],
])("HTTP %i is not done: %s", async (status, fault) => {
  const client = await clientServer((_, response) => void response.writeHead(status).end(status === 304 ? "" : "no"));
  expect(await call(client, {}, around())).toMatchObject({ done: false, fault, status });
});

test.each([
  ["http://127.0.0.1:1/", {}],
  ["http://[::1]/", {}],
  ["http://[::ffff:127.0.0.1]/", {}],
  ["http://2130706433/", {}],
  ["http://0x7f.1/", {}],
  ["http://169.254.169.254/latest/meta-data", {}],
  ["http://inside.example/", { "inside.example": ["10.0.0.1"] }],
  ["http://half.example/", { "half.example": ["8.8.8.8", "10.0.0.1"] }],
  ["http://six.example/", { "six.example": ["fe80::1"] }],
  ["ftp://a.example/", {}],
  ["file:///etc/passwd", {}],
])("%s is never called", async (url, hosts) => {
  const nothing = around(hosts, { mayCall: (address) => address === "8.8.8.8" });
  expect(await call(url, {}, nothing)).toEqual({ done: false, fault: "address", status: null, excerpt: "" });
});

test("the connection goes to the address that was checked, whatever the name says a moment later", async () => {
  let calls = 0;
  const client = await clientServer((_, response) => void response.end(String(++calls)));
  const answers = [["127.0.0.1"], ["10.0.0.1"]];
  let asked = 0;
  const rebinding = around({}, { resolve: async () => answers[Math.min(asked++, 1)]! });
  const url = `http://rebind.example:${new URL(client).port}/`;
  expect(await call(url, {}, rebinding)).toMatchObject({ done: true, excerpt: "1" });
  expect(asked).toBe(1);
  expect(await call(url, {}, rebinding)).toMatchObject({ done: false, fault: "address" });
  expect(calls).toBe(1);
});

test("redirects are followed, each checked anew, a few of them", async () => {
  const client = await clientServer(({ url }, response) => {
    const to: Record<string, string> = {
      ...{ "/one": "/two", "/two": "http://other.example:PORT/end", "/end": "" },
      ...{ "/in": "http://10.0.0.1/", "/name": "http://inside.example/", "/loop": "/loop", "/odd": "ftp://a/" },
    };
    const location = to[url!]!.replace("PORT", port);
    if (location === "") response.end("there");
    else response.writeHead(302, { location }).end();
  });
  const { port } = new URL(client);
  const network = around({ "other.example": ["127.0.0.1"], "inside.example": ["192.168.0.1"] });
  expect(await call(`${client}/one`, {}, network)).toMatchObject({ done: true, excerpt: "there" });
  expect(await call(`${client}/in`, {}, network)).toMatchObject({ fault: "address" });
  expect(await call(`${client}/name`, {}, network)).toMatchObject({ fault: "address" });
  expect(await call(`${client}/loop`, {}, network)).toMatchObject({ fault: "redirects" });
  expect(await call(`${client}/odd`, {}, network)).toMatchObject({ fault: "address" });
});

test("of an answer that never ends the beginning is enough", async () => {
  const client = await clientServer((_, response) => {
    response.write("x".repeat(100_000)); // and never ended
  });
  expect(await call(client, {}, around())).toEqual({ done: true, status: 200, excerpt: "x".repeat(500) });
});

test("a receiver that does not answer costs its time-out and no more", async () => {
  const silent = createServer((socket) => onTestFinished(() => void socket.destroy()));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as { port: number };
  const hurried = { timeoutMs: 50 };
  expect(await call(`http://127.0.0.1:${port}/`, {}, around({}, hurried))).toMatchObject({ fault: "timeout" });
  const never = around({}, { ...hurried, resolve: () => new Promise(() => {}) });
  expect(await call("http://a.example/", {}, never)).toMatchObject({ fault: "timeout" });
});

test("what cannot be reached says why", async () => {
  expect(await call("http://nobody.example/", {}, around())).toMatchObject({ fault: "dns" });
  expect(await call("http://127.0.0.1:1/", {}, around())).toMatchObject({ fault: "connection" });
  const client = await clientServer((_, response) => void response.end());
  expect(await call(client.replace("http:", "https:"), {}, around())).toMatchObject({ done: false, status: null });
});
