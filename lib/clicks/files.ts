import { listFiles } from "@/lib/dataset/list-file";
import { clickDataset } from "./dataset";
import { selectForFile } from "./queries";

export const { csv: clickCsv, xlsx: clickXlsx } = listFiles(clickDataset, selectForFile);
