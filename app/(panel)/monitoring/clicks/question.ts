import { type ClickQuery, clickDataset } from "@/lib/clicks/dataset";
import { addressIn } from "../list";

export const clickList = { path: "/monitoring/clicks", dataset: clickDataset };

export const addressOf = (query: ClickQuery): string => addressIn(clickList, query);
