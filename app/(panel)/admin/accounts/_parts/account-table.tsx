import { ActionForm } from "@/app/_ui/action-form";
import { Confirm } from "@/app/_ui/confirm";
import { DataTable, type Head } from "@/app/_ui/data-table";
import { Go } from "@/app/_ui/go";
import type { AccountRow } from "@/lib/accounts/platform";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";
import { actAs } from "../../actions";
import { resumeByForm, suspendByForm } from "../actions";

export function AccountTable({ t, formats, rows }: { t: Texts; formats: Formats; rows: readonly AccountRow[] }) {
  const heads: Head[] = [
    { key: "title", label: t("admin.account"), kind: "text" },
    { key: "people", label: t("admin.people"), kind: "integer" },
    { key: "messages", label: t("admin.messages"), kind: "integer" },
    { key: "created", label: t("admin.created"), kind: "time" },
    { key: "state", label: t("admin.state"), kind: "text" },
    { key: "actions", label: t("admin.actions"), kind: "text" },
  ];
  const cell = (row: AccountRow, key: string) => {
    switch (key) {
      case "people":
        return formats.integer(row.people);
      case "messages":
        return formats.integer(row.messages);
      case "created":
        return formats.day(row.createdAt);
      case "state":
        return row.suspendedAt ? (
          <span className="font-semibold text-bad">
            {t("admin.suspended", { time: formats.time(row.suspendedAt) })}
          </span>
        ) : (
          t("admin.active")
        );
      case "actions":
        return <Actions t={t} row={row} />;
      default:
        return (
          <>
            <Go href={`/admin/accounts/${row.id}`} className="font-medium">
              {row.name}
            </Go>
            <span className="block text-xs text-soft">
              {row.id} · {row.zone}
            </span>
          </>
        );
    }
  };
  return (
    <DataTable
      caption={t("admin.accounts")}
      heads={heads}
      rows={rows.map((row) => ({ ...row, id: String(row.id), row }))}
      cell={({ row }, key) => cell(row, key)}
    />
  );
}

function Actions({ t, row: { id, name, suspendedAt } }: { t: Texts; row: AccountRow }) {
  return (
    <div className="flex flex-wrap gap-2">
      <form action={actAs.bind(null, id)}>
        <button type="submit" className="button" aria-label={t("admin.actAsOf", { name })}>
          {t("admin.actAs")}
        </button>
      </form>
      {suspendedAt ? (
        <ActionForm action={resumeByForm.bind(null, id)} label={name}>
          <button type="submit" className="button">
            {t("admin.resume")}
          </button>
        </ActionForm>
      ) : (
        <Confirm label={t("admin.suspend")} text={t("admin.suspendSure", { name })}>
          <ActionForm action={suspendByForm.bind(null, id)}>
            <button type="submit" className="button button-danger">
              {t("admin.suspendYes", { name })}
            </button>
          </ActionForm>
        </Confirm>
      )}
    </div>
  );
}
