import type { Scope } from "@/lib/auth/scope";
import type { RawParams } from "@/lib/dataset/dataset";
import { type MessageQuery, messageDataset } from "@/lib/messages/dataset";
import { addressIn, readQuestion as readQuestionIn } from "../list";

export const MESSAGES = "/monitoring/messages";
export const messageList = { path: MESSAGES, dataset: messageDataset };

export const addressOf = (query: MessageQuery): string => addressIn(messageList, query);

export const readQuestion = (scope: Scope, raw: RawParams, now: Date) => readQuestionIn(messageList, scope, raw, now);
export type Question = Awaited<ReturnType<typeof readQuestion>>;
