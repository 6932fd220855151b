import { listFiles } from "@/lib/dataset/list-file";
import { inboundDataset } from "./dataset";
import { selectForFile } from "./queries";

export const { csv: inboundCsv, xlsx: inboundXlsx } = listFiles(inboundDataset, selectForFile);
