import { clickXlsx } from "@/lib/clicks/files";
import { xlsxRoute } from "../../file-routes";
import { clickList } from "../question";

export const GET = xlsxRoute(clickList, clickXlsx);
