import http from "node:http";
import net, { type AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Outbound } from "@/lib/gateways/gateway";
import { type KannelConfig, kannelConfig } from "./config";
import { handOver, sendsmsUrl } from "./send";

const RECEIPTS = "https://acuse.example/receipts/1-2-abc_DEF-123";
const message: Outbound = {
  id: "0191e180-7d60-7000-aded-7d8b151cbd5b",
  msisdn: "34600111222",
  sender: "Shop",
  text: "Hola",
  encoding: "gsm7",
  segments: 2,
  validityMinutes: 4320,
};
const config: KannelConfig = { url: "http://kannel:13013/cgi-bin/sendsms", username: "acuse", password: "s&cret %41" };

describe("the request", () => {
  test("says all that Kannel has to know", () => {
    const url = sendsmsUrl(config, message, RECEIPTS);
    expect(url.origin + url.pathname).toBe("http://kannel:13013/cgi-bin/sendsms");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      username: "acuse",
      password: "s&cret %41",
      from: "Shop",
      to: "+34600111222",
      text: "Hola",
      charset: "UTF-8",
      coding: "0",
      validity: "4320",
      "dlr-mask": "31",
      "dlr-url":
        "https://acuse.example/receipts/1-2-abc_DEF-123?ref=0191e180-7d60-7000-aded-7d8b151cbd5b&n=2" +
        "&d=%d&fid=%F&smsc=%i&ts=%T&to=%p&from=%P&eid=%I&a=%A",
    });
  });

  test("keeps the path and the parameters of the address", () => {
    const at = (url: string) => sendsmsUrl({ ...config, url, smscId: "es1" }, message, RECEIPTS);
    expect(at("http://kannel:13013").pathname).toBe("/cgi-bin/sendsms");
    expect(at("http://kannel:13013/").pathname).toBe("/cgi-bin/sendsms");
    expect(at("https://kannel/send?account=42").pathname).toBe("/send");
    expect(at("https://kannel/send?account=42").searchParams.get("account")).toBe("42");
    expect(at("https://kannel/send").searchParams.get("smsc")).toBe("es1");
  });

  test("asks for UCS-2 where the text needs it, and leaves an absent sender to Kannel", () => {
    const { searchParams } = sendsmsUrl(config, { ...message, encoding: "ucs2", sender: "" }, RECEIPTS);
    expect(searchParams.get("coding")).toBe("2");
    expect(searchParams.has("from")).toBe(false);
  });

  test("doubles percent signs of the receipt address, which Kannel would read as escapes", () => {
    const { searchParams } = sendsmsUrl(config, message, "http://acuse/%C3%B1?a=1");
    expect(searchParams.get("dlr-url")).toMatch(/^http:\/\/acuse\/%%C3%%B1\?a=1&ref=[\w-]+&n=2&d=%d&/);
  });

  test("carries any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const { searchParams } = new URL(sendsmsUrl(config, { ...message, text }, RECEIPTS).href);
        expect(searchParams.get("text")).toBe(text);
      }),
    );
  });
});

test("a configuration is an http address with credentials", () => {
  expect(kannelConfig.parse({ ...config, more: 1 })).toEqual(config);
  for (const bad of [
    { url: "ftp://kannel" },
    { url: "kannel:13013" },
    { url: "" },
    { username: "" },
    { password: "" },
    { smscId: "" },
  ])
    expect([bad, kannelConfig.safeParse({ ...config, ...bad }).success]).toEqual([bad, false]);
});

/** Answers as an smsbox would; each test says how. */
let respond: http.RequestListener = () => undefined;
const smsbox = http.createServer((request, response) => respond(request, response));
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
afterAll(() => {
  smsbox.closeAllConnections();
  smsbox.close();
});

async function listening(server: net.Server): Promise<number> {
  if (!server.listening) await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
async function hand({ protocol = "http", timeoutMs = 30_000, server = smsbox as net.Server } = {}) {
  const url = `${protocol}://127.0.0.1:${await listening(server)}/cgi-bin/sendsms`;
  return handOver({ ...config, url }, message, RECEIPTS, { timeoutMs });
}
const answering = (status: number, body: string) => {
  respond = (_, response) => response.writeHead(status, { "Content-Type": "text/html" }).end(body);
  return hand();
};

describe("what smsbox answers", () => {
  test.each([
    [202, "0: Accepted for delivery"],
    [202, "3: Queued for later delivery"],
    [202, "Sent."],
    [202, "Sent. Message splits: 3"],
    [200, "0: Accepted for delivery"],
  ])("%i %j: accepted, and Kannel has no id of its own", async (status, body) => {
    expect(await answering(status, body)).toEqual({ result: "accepted", reference: null });
  });

  test.each([
    [403, "Not routable. Do not try again.", "unknown"],
    [400, "Number(s) has/have been denied by white- and/or black-lists.", "filtered"],
    [400, "Missing receiver number, rejected", "invalid_number"],
    [400, "Empty receiver number not allowed, rejected", "invalid_number"],
    [400, "Sender missing and no global set, rejected", "invalid_sender"],
    [400, "Charset or body misformed, rejected", "filtered"],
  ])("%i %j: this message is refused", async (status, body, reason) => {
    const text = `Kannel answered ${status}: ${body}`;
    expect(await answering(status, body)).toEqual({ result: "refused", code: String(status), reason, text });
  });

  test.each([
    [403, "Authorization failed for sendsms"],
    [503, "Temporal failure, try again later."],
    [500, "Sending failed."],
    [400, "DLR-URL field misformed, rejected"],
    [400, "<html>400 The plain HTTP request was sent to HTTPS port</html>"],
    [401, "Who are you?"],
    [404, "Unknown request."],
    [429, ""],
    [301, "Moved"],
    [503, "Not routable. Do not try again."],
  ])("%i %j: certainly not taken, the message waits", async (status, body) => {
    expect(await answering(status, body)).toEqual({
      result: "unavailable",
      text: `Kannel answered ${status}: ${body}`,
    });
  });

  test.each([
    [200, "<html>Welcome</html>"],
    [204, ""],
    [500, "Internal server error"],
    [502, "Bad Gateway"],
    [504, "Gateway Timeout"],
  ])("%i %j: perhaps taken", async (status, body) => {
    expect(await answering(status, body)).toMatchObject({
      result: "ambiguous",
      text: expect.stringContaining(`${status}`),
    });
  });

  test("however long, only its beginning is kept", async () => {
    const said = await answering(503, " no\n".repeat(1_000_000));
    expect(said).toMatchObject({
      result: "unavailable",
      text: expect.stringMatching(/^Kannel answered 503: no no .{1,200}$/),
    });
  });

  test("never holds the password, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 200, max: 599 }), fc.string({ unit: "grapheme" }), async (status, body) => {
        const said = await answering(status, body);
        expect(["accepted", "refused", "unavailable", "ambiguous"]).toContain(said.result);
        expect(JSON.stringify(said)).not.toContain(config.password);
      }),
      { numRuns: 100 },
    );
  });
});

describe("when the line breaks", () => {
  const lineTo = async (listener: (socket: net.Socket) => void) => {
    const server = net.createServer((socket) => {
      closing.push(() => socket.destroy());
      socket.on("error", () => undefined);
      listener(socket);
    });
    closing.push(() => server.close());
    await listening(server);
    return server;
  };

  test("before anything was written, the message waits: nobody listens", async () => {
    const gone = net.createServer();
    const refusing = await listening(gone);
    await new Promise((resolve) => gone.close(resolve));
    const url = `http://127.0.0.1:${refusing}/`;
    expect(await handOver({ ...config, url }, message, RECEIPTS)).toMatchObject({
      result: "unavailable",
      text: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("before anything was written, the message waits: no secure connection comes about", async () => {
    const silent = await lineTo(() => undefined);
    expect(await hand({ protocol: "https", timeoutMs: 150, server: silent })).toMatchObject({ result: "unavailable" });
    const plain = await lineTo((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect(await hand({ protocol: "https", server: plain })).toMatchObject({ result: "unavailable" });
  });

  test("after the request went out, nobody knows: reset", async () => {
    respond = (request) => request.socket.resetAndDestroy();
    expect(await hand()).toMatchObject({ result: "ambiguous" });
  });

  test("after the request went out, nobody knows: closed without an answer", async () => {
    respond = (request) => request.socket.end();
    expect(await hand()).toMatchObject({ result: "ambiguous" });
  });

  test("after the request went out, nobody knows: silence", async () => {
    respond = () => undefined;
    const started = performance.now();
    expect(await hand({ timeoutMs: 1_500 })).toEqual({
      result: "ambiguous",
      text: "Kannel did not answer within 1.5 seconds",
    });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test("after the request went out, nobody knows: an answer without end", async () => {
    respond = (_, response) => {
      const drip = setInterval(() => response.write("."), 20);
      closing.push(() => clearInterval(drip));
      response.writeHead(202).flushHeaders();
    };
    expect(await hand({ timeoutMs: 1_500 })).toMatchObject({ result: "ambiguous" });
  });

  test("after the request went out, nobody knows: half an answer", async () => {
    const server = await lineTo((socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 100\r\n\r\nTemp")),
    );
    expect(await hand({ server })).toMatchObject({ result: "ambiguous" });
  });

  test("after the request went out, nobody knows: no HTTP", async () => {
    const server = await lineTo((socket) => socket.once("data", () => socket.end("ERR what?\r\n")));
    expect(await hand({ server })).toMatchObject({ result: "ambiguous" });
  });
});

test("connections are kept, and closed when they idle", async () => {
  const open = new Set<net.Socket>();
  let opened = 0;
  const server = http.createServer((_, response) => response.writeHead(202).end("0: Accepted for delivery"));
  server.keepAliveTimeout = 60_000;
  server.on("connection", (socket) => {
    opened++;
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  closing.push(() => server.close());
  for (let i = 0; i < 20; i++) expect(await hand({ server })).toMatchObject({ result: "accepted" });
  expect(opened).toBe(1);
  expect(open.size).toBe(1);
  await expect.poll(() => open.size).toBe(0);
});
