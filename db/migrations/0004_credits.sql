CREATE TABLE "balance_deltas" (
	"account_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "balance_deltas_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"available" numeric(16, 4) NOT NULL,
	CONSTRAINT "balance_deltas_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "gateway_minutes" (
	"account_id" integer NOT NULL,
	"gateway_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"handed" integer NOT NULL,
	CONSTRAINT "gateway_minutes_account_id_gateway_id_at_pk" PRIMARY KEY("account_id","gateway_id","at")
);
--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "paced_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "prepaid" boolean DEFAULT false NOT NULL;