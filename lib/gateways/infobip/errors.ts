import { codesOf } from "@/lib/gateways/error-table";
import type { Reason } from "@/lib/messages/reasons";
import type { Meaning } from "@/lib/messages/status";

/** Infobip's error ids; some stand in two of its groups, with one meaning. */
export const INFOBIP_ERRORS = codesOf({
  unknown_subscriber: [1, 5, 9, 3041],
  absent: [6, 8, 24, 27, 31],
  handset_full: [256, 33],
  blocked: [13, 375, 560, 565, 566, 569, 573, 603, 604, 2049, 2050, 2052],
  invalid_number: [7, 10, 11, 12, 21, 258, 351, 352, 568, 629],
  filtered: [
    ...[71, 323, 355, 368, 488, 571, 572, 574, 594, 607, 608, 609, 2053, 4103, 4104],
    ...([[561, 564]] as const),
  ],
  temporary: [
    ...[2, 15, 20, 32, 34, 35, 36, 51, 257, 345, 628, 630, 631, 2048, 2051, 4096, 4097, 4102],
    ...([
      [259, 262],
      [500, 509],
      [1024, 1796],
    ] as const),
  ],
  expired: [811, 4098, 4101],
  account: [433, 541, 542, 577, 578, 579, 580, 581, 592, 597, 598, 601, 4099, 4202],
  duplicate: [5492],
  cancelled: [4100],
  unknown: [255, 632, 633, 810, 815],
});

/** What a status tells by itself, where there is no error beside it or an unknown one. */
export const REASONS_OF_STATUS = codesOf({
  unknown_subscriber: [18],
  blocked: [10, 14],
  invalid_number: [8, 51, 52],
  filtered: [11, 13, 20, 24, 25, 87],
  temporary: [6, 19, 21],
  expired: [15, 29],
  account: [12, 17],
  duplicate: [23],
  unknown: [4, 9, 31, 99, 100],
});

/** `status.groupId:status.id`, for ids are not unique; the rest of a group means what its group means. */
const STATUSES: ReadonlyMap<string, Meaning> = new Map([
  ["1:26", "processed"], // PENDING_ACCEPTED
  ["2:4", "rejected"], // REJECTED_OPERATOR
  ["3:5", "delivered"], // DELIVERED_TO_HANDSET; DELIVERED_TO_OPERATOR is on its way
  ["4:87", "rejected"], // SIGNALS_BLOCKED
  ["5:23", "duplicate"], // DUPLICATE_MESSAGE_ID
]);

const GROUPS: ReadonlyMap<string, Meaning> = new Map([
  ["0", "processed"],
  ["1", "sent"],
  ["2", "non-deliverable"],
  ["3", "sent"],
  ["4", "expired"],
  ["5", "rejected"],
]);

export const meaningOf = (groupId: string, id: string): Meaning | null =>
  STATUSES.get(`${groupId}:${id}`) ?? GROUPS.get(groupId) ?? null;

export const reasonOfStatus = (id: string, meaning: Meaning): Reason =>
  REASONS_OF_STATUS.get(id) ?? (meaning === "expired" ? "expired" : "unknown");
