import { listFiles } from "@/lib/dataset/list-file";
import { selectForFile } from "./queries";

export const { csv: contactCsv, xlsx: contactXlsx } = listFiles({ name: "contacts", timeless: true }, selectForFile);
