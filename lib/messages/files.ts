import { listFiles } from "@/lib/dataset/list-file";
import { messageDataset } from "./dataset";
import { selectForFile } from "./queries";

export const { questionOf, csv: messageCsv, xlsx: messageXlsx } = listFiles(messageDataset, selectForFile);
