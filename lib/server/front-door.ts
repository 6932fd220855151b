import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { addressOf, stampRequest } from "@/lib/auth/request-facts";
import { notFound } from "@/lib/errors";
import type { RawRequest } from "@/lib/gateways/gateway";
import { otherMethod, problem } from "@/lib/http";
import { type Answer, readBody, send } from "./exchange";
import { busy, Room, type RoomForOne } from "./room";
import { COMPATIBLE_PATH, compatible, compatibleProblem } from "./routes/compatible";
import { importHistory } from "./routes/import";
import { receiveInbound } from "./routes/inbound";
import { sendMessages } from "./routes/messages";
import { pushGatewayReceipts } from "./routes/push-receipts";
import { receiveReceipt } from "./routes/receipts";
import { redirect } from "./routes/redirect";
import { unsubscribePage } from "./routes/unsubscribe";

const KILOBYTE = 1024;
const MEGABYTE = KILOBYTE * KILOBYTE;
/** What is taken on at once; whoever comes beyond it is told to come back, before memory grows. */
const BOUNDS = {
  /** Machine requests being answered; one whose body is still coming is not yet. */
  requests: 512,
  /** Bytes of their bodies, also of those still coming. */
  bytes: 128 * MEGABYTE,
  connections: 4_096,
};

type Route = {
  /** Others are refused. */
  methods: readonly string[];
  /** Next has the path too, for the others. */
  shared?: true;
  path: RegExp;
  most: number;
  /** `name`: the last part of the path. */
  handle: (request: RawRequest, name: string) => Promise<Answer>;
  problem: (error: unknown) => Answer;
};

/** The hot machine paths: answered here, without Next; everything else is Next's. */
export const ROUTES: readonly Route[] = [
  {
    methods: ["GET", "POST"],
    path: /^\/receipts\/([\w-]{1,100})$/,
    most: KILOBYTE * KILOBYTE, // a thousand reports of Infobip
    handle: receiveReceipt,
    problem,
  },
  {
    methods: ["GET", "POST"],
    path: /^\/inbound\/([\w-]{1,100})$/,
    most: KILOBYTE * KILOBYTE,
    handle: receiveInbound,
    problem,
  },
  { methods: ["GET", "HEAD"], path: /^\/r\/([^/]{0,100})$/, most: KILOBYTE, handle: redirect, problem },
  {
    methods: ["GET", "HEAD", "POST"],
    path: /^\/u\/([^/]{0,100})$/,
    most: KILOBYTE,
    handle: unsubscribePage,
    problem,
  },
  {
    methods: ["POST"],
    shared: true,
    path: /^\/api\/v1\/messages$/,
    most: 16 * KILOBYTE * KILOBYTE,
    handle: sendMessages,
    problem,
  },
  {
    methods: ["POST"],
    path: /^\/api\/v1\/messages\/import$/,
    most: 64 * KILOBYTE * KILOBYTE,
    handle: importHistory,
    problem,
  },
  {
    methods: ["POST"],
    path: /^\/api\/v1\/receipts$/,
    most: 4 * KILOBYTE * KILOBYTE,
    handle: pushGatewayReceipts,
    problem,
  },
  {
    methods: ["GET", "POST"],
    path: COMPATIBLE_PATH,
    most: 4 * KILOBYTE * KILOBYTE,
    handle: compatible,
    problem: compatibleProblem,
  },
];

type Next = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * The one HTTP server: machine paths by itself, pages by Next. Closing it lets requests under way end.
 * @param trustedProxies how many of our own proxies stand in front and append to X-Forwarded-For.
 */
export function openFrontDoor(next: Next, trustedProxies: number, bounds = BOUNDS): Server {
  let underWay = 0;
  const room = new Room(bounds.bytes);
  const server = createServer({ connectionsCheckingInterval: 5_000 }, async (request, response) => {
    // While it closes, whoever keeps his connection is told not to.
    if (!server.listening) response.setHeader("connection", "close");
    const [path = "/"] = (request.url ?? "/").split("?", 1);
    const { method = "" } = request;
    const here = ROUTES.filter((each) => each.path.test(path));
    const route = here.find(({ methods }) => methods.includes(method));
    if (!route && here.every(({ shared }) => shared)) {
      stampRequest(request, trustedProxies);
      return handToNext(next, request, response);
    }
    if (!route) return send(response, otherMethod(method, [...new Set(here.flatMap(({ methods }) => methods))]));
    const body = room.forOne();
    let counted = false;
    try {
      const read = await readRequest(request, route.most, body, trustedProxies);
      if (underWay >= bounds.requests) throw busy();
      counted = true;
      underWay++;
      send(response, await route.handle(read, route.path.exec(path)?.[1] ?? ""));
    } catch (error) {
      send(response, route.problem(error));
      if (!request.complete) request.destroy(); // refused unread: the rest of the body is not waited for
    } finally {
      body.leave();
      if (counted) underWay--;
    }
  });
  server.headersTimeout = 10_000;
  // For the largest body over a slow line; one that stands still is cut off sooner (`readBody`).
  server.requestTimeout = 120_000;
  server.keepAliveTimeout = 65_000;
  server.maxHeadersCount = 100;
  server.maxConnections = bounds.connections;
  return server;
}

async function handToNext(next: Next, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await next(request, response);
  } catch (error) {
    send(response, problem(error));
  }
}

async function readRequest(
  request: IncomingMessage,
  most: number,
  room: RoomForOne,
  trustedProxies: number,
): Promise<RawRequest> {
  const receivedAt = new Date();
  const url = request.url ?? "/";
  const question = url.indexOf("?");
  if (url.length > 16 * KILOBYTE) throw notFound("Address");
  const headers = request.headers as Record<string, string | undefined>;
  const query = new URLSearchParams(question < 0 ? "" : url.slice(question + 1));
  const body = await readBody(request, most, room);
  const address = addressOf(request, trustedProxies);
  return { method: request.method ?? "GET", url, query, headers, body, receivedAt, address };
}
