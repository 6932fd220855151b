import { type InboundQuery, inboundDataset } from "@/lib/inbound/dataset";
import { addressIn } from "../list";

export const INBOUND = "/monitoring/inbound";
export const inboundList = { path: INBOUND, dataset: inboundDataset };

export const addressOf = (query: InboundQuery): string => addressIn(inboundList, query);
