import { others } from "@/app/api/answer";
import { openApi } from "@/lib/api/openapi";
import { publicUrl } from "@/lib/public-url";

/** `GET /api/v1/openapi.json`: open to all, for it holds nothing of anybody. */
export const GET = () => Response.json(openApi(publicUrl("")));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = others("GET", "HEAD");
