import { messageCsv } from "@/lib/messages/files";
import { csvRoute } from "../../file-routes";
import { messageList } from "../question";

export const GET = csvRoute(messageList, messageCsv);
