import type { Texts } from "@/lib/texts";

/** Save stands first in the source: it is what Enter does. */
export const GatewayButtons = ({ t, save }: { t: Texts; save: string }) => (
  <div className="flex flex-wrap gap-2">
    <button type="submit" name="intent" value="save" className="button button-primary">
      {save}
    </button>
    <button type="submit" name="intent" value="test" className="button">
      {t("gateways.test")}
    </button>
  </div>
);
