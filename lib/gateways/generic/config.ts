import { z } from "zod";
import { zoneSetting } from "@/lib/gateways/reading/instants";
import { MEANINGS } from "./meanings";
import { commonArrays } from "./path";

const MOST_WORDS = 100;

const path = z.string("required").trim().min(1, "required").max(200, "too-long");

const fields = z.object({
  /** Our id of the message, or the gateway's. */
  reference: path,
  status: path,
  /** What names the event; without it, all that is read here together. */
  key: path.optional(),
  code: path.optional(),
  time: path.optional(),
  /** The part of a long message, from 1. */
  part: path.optional(),
  /** Its words, in any case of their letters. A word that is not here changes nothing and is shown. */
  statuses: z
    .record(z.string().min(1, "required").max(100, "too-long"), z.enum(MEANINGS, "unknown-status"), "required")
    .refine((words) => Object.keys(words).length <= MOST_WORDS, "too-many"),
  /** Local time of times without an offset; without it, such receipts count from their arrival. */
  zone: zoneSetting.optional(),
  /** Where a text that a person sent stands; without it, such texts are not taken. */
  inbound: z
    .object({
      from: path,
      text: path,
      /** Our own number. */
      to: path.optional(),
      /** What names the event; without it, all that is read here together. */
      key: path.optional(),
    })
    .optional(),
  /** The body of the answer, for gateways that repeat what was answered with another. */
  answer: z.string("required").max(1_000, "too-long").default("OK"),
});

export type GenericConfig = z.infer<typeof fields>;

export const pathsOf = ({ reference, status, key, code, time, part }: GenericConfig): string[] =>
  [reference, status, key, code, time, part].filter((each) => each !== undefined);

export const inboundPathsOf = ({ from, to, text, key }: NonNullable<GenericConfig["inbound"]>): string[] =>
  [from, text, to, key].filter((each) => each !== undefined);

/** Where a gateway that is not one of ours writes what; its fields by path (see `path.ts`), its words for our statuses. */
export const genericConfig = fields
  .refine((config) => commonArrays(pathsOf(config)) !== null, { path: ["status"], message: "arrays-apart" })
  .refine(({ inbound }) => !inbound || commonArrays(inboundPathsOf(inbound)) !== null, {
    path: ["inbound", "text"],
    message: "arrays-apart",
  });
