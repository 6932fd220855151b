import { openApi } from "@/lib/api/openapi";
import { publicUrl } from "@/lib/public-url";

/** `GET /api/v1/openapi.json`: open to all, for it holds nothing of anybody. */
export const GET = () => Response.json(openApi(publicUrl("")));
