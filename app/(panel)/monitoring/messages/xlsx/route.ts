import { messageXlsx } from "@/lib/messages/files";
import { xlsxRoute } from "../../file-routes";
import { messageList } from "../question";

export const GET = xlsxRoute(messageList, messageXlsx);
