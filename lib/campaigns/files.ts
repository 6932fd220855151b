import { listFiles } from "@/lib/dataset/list-file";
import { campaignDataset } from "./dataset";
import { selectForFile } from "./queries";

export const { csv: campaignCsv, xlsx: campaignXlsx } = listFiles(campaignDataset, selectForFile);
