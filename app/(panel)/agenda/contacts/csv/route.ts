import { contactCsv } from "@/lib/contacts/files";
import { csvRoute } from "../../../monitoring/file-routes";
import { contactList } from "../question";

export const GET = csvRoute((scope) => contactList(scope), contactCsv);
