import { ActionForm } from "@/app/_ui/action-form";
import { listZones } from "@/lib/accounts/zone";
import type { GatewayView } from "@/lib/gateways/queries";
import type { ReceivedKind } from "@/lib/gateways/receivers";
import type { Texts } from "@/lib/texts";
import { saveHeard } from "../heard-actions";
import { HeardFields } from "./fields/heard-fields";

/** The settings of a gateway that we only hear; a generic one is tried out with what stands in its fields. */
export const HeardForm = ({
  t,
  kind,
  gateway,
}: {
  t: Texts;
  kind: Exclude<ReceivedKind, "kannel">;
  gateway: GatewayView | null;
}) => (
  <ActionForm action={saveHeard.bind(null, kind, gateway?.id ?? null)} className="grid max-w-lg gap-4">
    <HeardFields t={t} kind={kind} gateway={gateway} zones={listZones()} />
    <div className="flex flex-wrap gap-2">
      <button type="submit" name="intent" value="save" className="button button-primary">
        {t(gateway ? "common.save" : "gateways.create")}
      </button>
      {kind === "generic" && (
        <button type="submit" name="intent" value="try" className="button">
          {t("tryOut.button")}
        </button>
      )}
    </div>
  </ActionForm>
);
