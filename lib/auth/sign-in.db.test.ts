import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, db } from "@/db";
import { auditLog, signInFailures } from "@/db/schema";
import { unique } from "@/db/testing";
import { listPeople } from "@/lib/users/queries";
import { createOwner, PASSWORD, suspend } from "@/lib/users/testing";
import { signIn } from "./sign-in";
import { forgive, ofAddress, ofEmail, sweepFailures, TooManyAttempts, takeAttempt } from "./slow-down";

afterAll(closeDatabase);

const T0 = new Date("2026-11-23T09:00:00Z");
const later = (seconds: number) => new Date(T0.getTime() + seconds * 1000);
/** An address of this test's own, so that no other test's failures count. */
const address = () => unique("address");
const wrong = { key: "wrong-password" };

describe("signing in", () => {
  it("takes the right password, the e-mail in any case, and notes the time", async () => {
    const { email, userId, scope } = await createOwner();
    const signed = await signIn({ email: ` ${email.toUpperCase()} `, password: PASSWORD }, address(), T0);
    expect(signed).toEqual({ userId, sessionVersion: 1, actingAs: null });
    expect((await listPeople(scope))[0]?.lastSignInAt).toEqual(T0);
  });

  it("answers a wrong password and an unknown e-mail alike", async () => {
    const { email } = await createOwner();
    await expect(signIn({ email, password: "something else" }, address(), T0)).rejects.toMatchObject(wrong);
    for (const who of [`${unique("nobody")}@example.com`, `${unique("nul")}\0@example.com`, ""])
      await expect(signIn({ email: who, password: PASSWORD }, address(), T0)).rejects.toMatchObject(wrong);
  });

  it("tells only who knows the password that the account is suspended", async () => {
    const { email, scope } = await createOwner();
    await suspend(scope.accountId);
    await expect(signIn({ email, password: "something else" }, address(), T0)).rejects.toMatchObject(wrong);
    await expect(signIn({ email, password: PASSWORD }, address(), T0)).rejects.toMatchObject({
      outcome: "forbidden",
      key: "suspended",
    });
  });

  it("lets an administrator in whose own account is suspended, or nobody could undo it", async () => {
    const { email, scope } = await createOwner({ platformAdmin: true });
    await suspend(scope.accountId);
    await expect(signIn({ email, password: PASSWORD }, address(), T0)).resolves.toBeDefined();
  });
});

describe("guessing a password", () => {
  it("gets slower after five failures for the e-mail wherever they come from, right or wrong, and never for good", async () => {
    const { email } = await createOwner();
    const guess = (password: string, at: number) => signIn({ email, password }, address(), later(at));
    for (let i = 0; i < 5; i++) await expect(guess("wrong", 0)).rejects.toMatchObject(wrong);
    await expect(guess(PASSWORD, 0.5)).rejects.toThrow(new TooManyAttempts(1));
    await expect(guess("wrong", 1)).rejects.toMatchObject(wrong);
    await expect(guess(PASSWORD, 2)).rejects.toThrow("Try again in 1 s.");
    await expect(guess(PASSWORD, 3)).resolves.toBeDefined();
    await expect(guess("wrong", 3)).rejects.toMatchObject(wrong); // begun anew by the success
  });

  it("gets no further when the guesses come all at once", async () => {
    const { email } = await createOwner();
    const guesses = Array.from({ length: 12 }, () => signIn({ email, password: "wrong" }, address(), T0));
    const results = await Promise.allSettled(guesses);
    const slowed = results.filter((each) => each.status === "rejected" && each.reason instanceof TooManyAttempts);
    expect(slowed).toHaveLength(7);
  });

  it("is slowed for an e-mail that nobody has as well, so that waiting tells nothing", async () => {
    const given = { email: `${unique("nobody")}@example.com`, password: "wrong" };
    for (let i = 0; i < 5; i++) await expect(signIn(given, address(), T0)).rejects.toMatchObject(wrong);
    await expect(signIn(given, address(), T0)).rejects.toThrow(TooManyAttempts);
  });

  it("is slowed by address when it goes through many e-mails, also with successes in between", async () => {
    const from = address();
    const { email } = await createOwner();
    const nobody = () => signIn({ email: `${unique("nobody")}@example.com`, password: "wrong" }, from, T0);
    for (let i = 0; i < 20; i++) {
      await expect(nobody()).rejects.toMatchObject(wrong);
      if (i % 5 === 0) await signIn({ email, password: PASSWORD }, from, T0);
    }
    await expect(nobody()).rejects.toThrow(TooManyAttempts);
  });

  it("stands in the log with the e-mail it was aimed at, as nobody's doing", async () => {
    const { email, scope } = await createOwner();
    const from = address();
    for (let i = 0; i < 4; i++) await signIn({ email, password: "wrong" }, from, T0).catch(() => {});
    // However it is written, also so that the log could not keep it.
    const crafted = signIn({ email: ` ${email.toUpperCase()}\0\ud83d`, password: "wrong" }, from, T0);
    await expect(crafted).rejects.toMatchObject(wrong);
    const logged = await db.select().from(auditLog).where(eq(auditLog.accountId, scope.accountId));
    expect(logged.filter(({ action }) => action === "sign-in-slowed")).toMatchObject([
      { userId: null, details: { email, address: from, failures: 5 } },
    ]);
  });

  it("is forgotten after a day, and swept away", async () => {
    // Long ago, so that the sweep finds nobody else's.
    const [first, nextDay, after3] = [10, 11, 13].map((day) => new Date(Date.UTC(2020, 0, day, day))) as [
      Date,
      Date,
      Date,
    ];
    const subject = ofEmail(unique("email"));
    for (let i = 0; i < 5; i++) await takeAttempt([subject], first);
    expect(await takeAttempt([subject], nextDay)).toEqual([1]);
    await sweepFailures(after3);
    const key = `email:${subject.name}`;
    expect(await db.select().from(signInFailures).where(eq(signInFailures.subject, key))).toEqual([]);
  });

  it("counts nothing of an attempt that one of its subjects refuses", async () => {
    const [email, from] = [ofEmail(unique("email")), ofAddress(address())];
    for (let i = 0; i < 20; i++) await takeAttempt([from], T0);
    await expect(takeAttempt([email, from], T0)).rejects.toThrow(TooManyAttempts);
    expect(await takeAttempt([email], T0)).toEqual([1]);
    await forgive([email]);
    expect(await takeAttempt([email], T0)).toEqual([1]);
  });
});
