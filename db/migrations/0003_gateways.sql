CREATE TABLE "gateway_hours" (
	"account_id" integer NOT NULL,
	"gateway_id" integer NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"receipts" integer NOT NULL,
	CONSTRAINT "gateway_hours_account_id_gateway_id_hour_pk" PRIMARY KEY("account_id","gateway_id","hour")
);
--> statement-breakpoint
CREATE TABLE "unknown_codes" (
	"account_id" integer NOT NULL,
	"gateway_id" integer NOT NULL,
	"code" text NOT NULL,
	"meaning" text,
	"receipts" bigint NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "unknown_codes_account_id_gateway_id_code_pk" PRIMARY KEY("account_id","gateway_id","code")
);
--> statement-breakpoint
CREATE TABLE "inbound_pieces" (
	"account_id" integer NOT NULL,
	"gateway_id" integer NOT NULL,
	"whole" text NOT NULL,
	"part" smallint NOT NULL,
	"key" text NOT NULL,
	"msisdn" text NOT NULL,
	"recipient" text NOT NULL,
	"total" smallint NOT NULL,
	"text" text NOT NULL,
	"raw" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "inbound_pieces_account_id_gateway_id_whole_part_pk" PRIMARY KEY("account_id","gateway_id","whole","part")
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "blacklist_on" text[] DEFAULT '{"opt-out"}' NOT NULL;--> statement-breakpoint
CREATE INDEX "unknown_codes_last" ON "unknown_codes" USING btree ("last_at","account_id");--> statement-breakpoint
CREATE INDEX "inbound_pieces_received" ON "inbound_pieces" USING btree ("received_at","account_id");