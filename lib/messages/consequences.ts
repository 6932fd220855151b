import type { Transaction } from "@/db";
import type { Scope } from "@/lib/auth/scope";
import { recordAcks } from "@/lib/callbacks/record";
import { keepContacts } from "@/lib/contacts/knowledge";
import { moveCredits } from "@/lib/credits/ledger";
import type { Change } from "./change";

/** What else is true the moment messages change: written in the same transaction, after the rows and their counts. */
type Consequence = (tx: Transaction, scope: Scope, changes: readonly Change[]) => Promise<void>;

/** In this order, so that two transactions take their locks alike. Each returns at once where it has nothing to do. */
export const CONSEQUENCES: readonly Consequence[] = [keepContacts, recordAcks, moveCredits];
