import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FAULT_CODES } from "./fault";
import { type CompatSend, readGetSend, readSend } from "./request";
import { readQuery } from "./text";

const readText = (text: string) => readSend(Buffer.from(text));
const read = (body: unknown) => readText(JSON.stringify(body));
const to = (...numbers: unknown[]) => numbers.map((msisdn) => ({ msisdn }));
const given = { message: "hi", recipient: to("34600000001") };

function send(body: unknown): CompatSend {
  const sending = read(body);
  if ("code" in sending) throw new Error(`${sending.code} ${sending.message}`);
  return sending;
}
const code = (said: ReturnType<typeof read>) => ("code" in said ? said.code : 0);

test("what the official Node client sends is read, to the byte", () => {
  const body =
    '{"recipient":[{"msisdn":"34600000001"},{"msisdn":"34600000002"}],"message":"hi","subid":"abc","test":1,"ackurl":"http://a/","shortlink":1,"clickurl":"http://c/"}';
  const expected: CompatSend = {
    message: "hi",
    recipients: [
      { msisdn: "34600000001", parameters: null },
      { msisdn: "34600000002", parameters: null },
    ],
    sender: null,
    subid: "abc",
    label: null,
    test: true,
    ucs2: false,
    allowDuplicates: false,
    scheduledAt: null,
    shortlink: true,
    ackUrl: "http://a/",
    clickUrl: "http://c/",
    certified: null,
  };
  expect(readText(body)).toEqual(expected);
  expect(readText(`[${body}]`)).toEqual(expected); // the PHP SDK
  expect(readText(`\ufeff ${body}\n`)).toEqual(expected);
});

describe("the body", () => {
  test.each([
    ["", 10],
    [" \n", 10],
    ["[]", 10],
    ["{", 11],
    ["null", 11],
    ["1", 11],
    ['"x"', 11],
    ["[1]", 11],
    ["[[]]", 11],
    ["[{},{}]", 11],
    ["{}", 20],
    ["[{}]", 20],
  ])("%j: %i", (body, expected) => {
    expect(code(readText(body))).toBe(expected);
  });

  test("in Latin-1 is no JSON", () => {
    expect(code(readSend(Buffer.from('{"message":"mañana"}', "latin1")))).toBe(11);
  });

  test("may hold what nobody knows", () => {
    expect(send({ ...given, groupid: 7, __proto__: null, constructor: 1 })).toEqual(send(given));
  });
});

describe("the message", () => {
  test.each([
    [undefined, 20],
    [null, 20],
    [{}, 20],
    [true, 20],
    ["", 21],
    [" \n ", 21],
    ["hi", 0],
    [123456, 0],
  ])("%j: %i", (message, expected) => {
    expect(code(read({ ...given, message }))).toBe(expected);
  });

  test.each([
    ["a".repeat(160), {}, 0],
    ["a".repeat(161), {}, 0], // neither cut nor refused: it goes out in parts
    ["a".repeat(459), { long: 1 }, 0],
    ["a".repeat(460), { long: 1 }, 51],
    [`${"a".repeat(458)}€`, { long: 1 }, 51],
    ["a".repeat(500), { ucs2: 1 }, 0],
    ["á".repeat(500), { ucs2: "1" }, 0],
    ["á".repeat(501), { ucs2: true }, 51],
    ["😀".repeat(250), { ucs2: 1 }, 0],
    ["😀".repeat(251), { ucs2: 1 }, 51],
  ])("%j with %j: %i", (message, more, expected) => {
    expect(code(read({ ...given, ...more, message }))).toBe(expected);
  });

  test("with characters that GSM-7 does not have needs ucs2", () => {
    expect(read({ ...given, message: "camión" })).toEqual({ code: 27, message: expect.stringContaining("ucs2") });
    expect(send({ ...given, message: "camión", ucs2: 1 })).toMatchObject({ message: "camión", ucs2: true });
    expect(code(read({ ...given, message: "mañana €" }))).toBe(0);
    expect(code(read({ ...given, message: "a\u0000" }))).toBe(27);
    expect(send({ ...given, message: "a\u0000\ud83d", ucs2: 1 }).message).toBe("a\ufffd\ufffd");
  });
});

describe("the recipients", () => {
  test.each([
    [undefined, 23],
    [null, 23],
    [[], 23],
    ["34600000001", 23],
    [to("34600000001"), 0],
    [{ msisdn: "34600000001" }, 0],
    [[{}], 51],
    [to(""), 51],
    [to("34600000001", null), 51],
    [["34600000001"], 51],
    [to(...Array.from({ length: 10_000 }, (_, i) => 34600000000 + i)), 0],
    [to(...Array.from({ length: 10_001 }, (_, i) => 34600000000 + i)), 24],
  ])("case %#: %s gives %i", (recipient, expected) => {
    expect(code(read({ ...given, recipient }))).toBe(expected);
  });

  test("are kept as written; a number that is none is no fault of the request", () => {
    const { recipients } = send({
      ...given,
      recipient: to("+34600000001", 34600000002, " 0034600000003 ", "nonsense"),
    });
    expect(recipients.map(({ msisdn }) => msisdn)).toEqual([
      "+34600000001",
      "34600000002",
      "0034600000003",
      "nonsense",
    ]);
  });
});

test.each([
  [1, true],
  ["1", true],
  [true, true],
  ["true", true],
  ["yes", true],
  [0, false],
  ["0", false],
  [false, false],
  ["false", false],
  ["", false],
  [null, false],
  [undefined, false],
])("a flag that says %j is %j", (value, expected) => {
  const flags = { test: value, ucs2: value, nofilter: value, shortlink: value };
  expect(send({ ...given, ...flags })).toMatchObject({
    test: expected,
    ucs2: expected,
    allowDuplicates: expected,
    shortlink: expected,
  });
});

test("subid is text or number, up to 20 characters", () => {
  expect(send({ ...given, subid: "6923d0a1b2c3d" }).subid).toBe("6923d0a1b2c3d");
  expect(send({ ...given, subid: 42 }).subid).toBe("42");
  expect(send({ ...given, subid: "a".repeat(20) }).subid).toHaveLength(20);
  for (const absent of [undefined, null, "", {}]) expect(send({ ...given, subid: absent }).subid).toBeNull();
  expect(code(read({ ...given, subid: "a".repeat(21) }))).toBe(28);
});

test("sender, label, certificate and addresses are read, or left out", () => {
  const sending = send({
    ...given,
    ...{ tpoa: " Shop ", label: "x".repeat(300), crt: "a@b.c", crt_id: 7, crt_name: "" },
    ...{ ackurl: "https://a.example/ack?token=x", clickurl: "javascript:alert(1)" },
  });
  expect(sending).toMatchObject({
    ...{ sender: "Shop", label: "x".repeat(255), certified: { crt: "a@b.c", id: "7", name: null } },
    ...{ ackUrl: "https://a.example/ack?token=x", clickUrl: null },
  });
  expect(send({ ...given, tpoa: 34600111222 }).sender).toBe("34600111222");
  for (const ackurl of ["", "nonsense", 1, {}, `http://a/${"x".repeat(2000)}`])
    expect(send({ ...given, ackurl, tpoa: "", label: null })).toMatchObject({
      ackUrl: null,
      sender: null,
      label: null,
    });
});

describe("scheduled", () => {
  test("is UTC", () => {
    expect(send({ ...given, scheduled: "2026-02-26 12:00:00" }).scheduledAt).toEqual(new Date("2026-02-26T12:00:00Z"));
    for (const absent of [undefined, null, ""]) expect(send({ ...given, scheduled: absent }).scheduledAt).toBeNull();
  });

  test.each([
    "tomorrow",
    "2026-02-26",
    "2026-02-26T12:00:00Z",
    "2026-02-30 12:00:00",
    "2026-13-01 12:00:00",
    "2026-02-26 24:00:00",
    "2026-02-26 12:60:00",
    1772107200,
    true,
  ])("%j is no time: 39", (scheduled) => {
    expect(code(read({ ...given, scheduled }))).toBe(39);
  });

  test("does not go with a test: 41", () => {
    expect(code(read({ ...given, scheduled: "2026-02-26 12:00:00", test: 1 }))).toBe(41);
  });
});

describe("parameters", () => {
  const list = [
    { name: { msisdn: "34600000001", value: "John" } },
    { name: { msisdn: "default", value: "Client" } },
    { code: { msisdn: "+34600000001", value: 1234 }, unused: { msisdn: "default", value: "x" } },
  ];
  const body = { message: "Hi %name%, %code%", recipient: to("34600000001", "+34600000001", "34600000002") };

  test.each([
    ["bare", list],
    ["wrapped", { parameters: list }],
  ])("%s: each recipient has his own, or the default", (_, parameters) => {
    expect(send({ ...body, parameters }).recipients).toEqual([
      { msisdn: "34600000001", parameters: { name: "John", code: "1234" } },
      { msisdn: "+34600000001", parameters: { name: "John", code: "1234" } },
      { msisdn: "34600000002", parameters: { name: "Client" } },
    ]);
  });

  test("are dropped where the message has no place for them", () => {
    expect(send({ ...body, message: "Hi", parameters: list }).recipients[0]).toEqual({
      msisdn: "34600000001",
      parameters: null,
    });
    expect(send(body).recipients[0]).toEqual({ msisdn: "34600000001", parameters: null });
  });

  test("count for what can be sent", () => {
    const named = (value: string) => [{ name: { msisdn: "34600000002", value } }];
    expect(read({ ...body, parameters: named("Jesús") })).toEqual({
      code: 27,
      message: expect.stringContaining("34600000002"),
    });
    expect(read({ ...body, parameters: named("x".repeat(449)) })).toMatchObject({ code: 51 });
    expect(code(read({ ...body, parameters: named("x".repeat(448)) }))).toBe(0);
    expect(code(read({ ...body, parameters: named("Jesús"), ucs2: 1 }))).toBe(0);
  });

  test("cannot reach what is no parameter", () => {
    const message = "%__proto__% %constructor%";
    const parameters = JSON.parse(
      '[{"__proto__":{"msisdn":"default","value":"a"}},{"constructor":{"msisdn":"default","value":"b"}}]',
    );
    const { recipients } = send({ ...body, message, parameters });
    expect(Object.entries(recipients[0]!.parameters!)).toEqual([
      ["__proto__", "a"],
      ["constructor", "b"],
    ]);
  });

  test.each([
    1,
    "x",
    {},
    { parameters: 1 },
    [1],
    [{ name: "John" }],
    [{ name: { value: "John" } }],
    [{ name: { msisdn: "1" } }],
  ])("%j cannot be read: 51", (parameters) => {
    expect(code(read({ ...body, parameters }))).toBe(51);
  });
});

describe("the GET family", () => {
  const get = (search: string) => readGetSend(readQuery(`/get/send.php?username=U&password=P&${search}`));

  test("says the same with other names", () => {
    expect(
      get(
        "msisdn=34600000001,34600000002&msisdn=34600000003&message=Hola&sender=Shop&ucs2=1&subid=6923d0a1b2c3d&client=x",
      ),
    ).toEqual({
      ...send({ ...given, message: "Hola", ucs2: 1, tpoa: "Shop", subid: "6923d0a1b2c3d" }),
      recipients: ["34600000001", "34600000002", "34600000003"].map((msisdn) => ({ msisdn, parameters: null })),
    });
    expect(get("msisdn=34600000001&message=Hola&tpoa=Shop&test=1")).toMatchObject({ sender: "Shop", test: true });
  });

  test("is read in either encoding", () => {
    expect(get("msisdn=34600000001&message=ma%F1ana")).toMatchObject({ message: "mañana" });
    expect(get("msisdn=34600000001&message=ma%C3%B1ana")).toMatchObject({ message: "mañana" });
  });

  test.each([
    ["msisdn=34600000001", 20],
    ["msisdn=34600000001&message=", 21],
    ["message=Hola", 23],
    ["message=Hola&msisdn=,", 23],
    ["message=cami%C3%B3n&msisdn=34600000001", 27],
    ["message=x&msisdn=1&subid=123456789012345678901", 28],
    ["message=x&msisdn=1&parameters=x", 0],
  ])("%s: %i", (search, expected) => {
    expect(code(get(search))).toBe(expected);
  });
});

test("whatever is sent, the answer is a sending or a documented fault", () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("1", 1, "hi %name%", "2026-02-26 12:00:00", "http://a/", to("34600111222")),
  );
  const key = fc.constantFrom(
    ...["message", "recipient", "tpoa", "subid", "label", "test", "ucs2", "long", "ackurl", "clickurl", "scheduled"],
    ...["parameters", "crt", "crt_id", "crt_name", "nofilter", "shortlink", "__proto__", "x"],
  );
  const body = fc.oneof(
    fc.dictionary(key, value).map((fields) => JSON.stringify({ ...given, ...fields })),
    fc.json(),
    fc.string({ unit: "binary" }),
  );
  const sound = (said: ReturnType<typeof readSend>) => {
    if ("code" in said) {
      expect(FAULT_CODES).toContain(said.code);
      expect(said.message).not.toContain("successfully");
    } else {
      expect(said.message).not.toBe("");
      expect(said.recipients.length).toBeGreaterThan(0);
      expect(JSON.stringify(said)).not.toMatch(/\\u0000|\\ud[89a-f]/);
    }
  };
  fc.assert(
    fc.property(body, (body) => {
      sound(readText(body));
      sound(readGetSend(readQuery(`?message=a&msisdn=1&${body}`)));
    }),
    { numRuns: 1000 },
  );
  fc.assert(fc.property(fc.uint8Array(), (bytes) => sound(readSend(bytes))));
});
