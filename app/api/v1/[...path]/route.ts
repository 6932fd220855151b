import { notFound } from "@/lib/errors";
import { respond } from "@/lib/http";

/** What the API does not have is told in the API's own way, not as a page. */
const nothing = () =>
  respond(async () => {
    throw notFound("Call");
  });

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
