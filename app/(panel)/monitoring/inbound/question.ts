import { type InboundQuery, inboundDataset } from "@/lib/inbound/dataset";
import { addressIn } from "../list";

export const inboundList = { path: "/monitoring/inbound", dataset: inboundDataset };

export const addressOf = (query: InboundQuery): string => addressIn(inboundList, query);
