import { contactXlsx } from "@/lib/contacts/files";
import { xlsxRoute } from "../../../monitoring/file-routes";
import { contactList } from "../question";

export const GET = xlsxRoute((scope) => contactList(scope), contactXlsx);
