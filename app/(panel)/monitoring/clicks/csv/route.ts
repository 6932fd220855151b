import { clickCsv } from "@/lib/clicks/files";
import { csvRoute } from "../../file-routes";
import { clickList } from "../question";

export const GET = csvRoute(clickList, clickCsv);
