CREATE TYPE "public"."blacklist_source" AS ENUM('hand', 'import', 'receipt', 'link', 'inbound', 'api');--> statement-breakpoint
CREATE TYPE "public"."callback_kind" AS ENUM('ack', 'click');--> statement-breakpoint
CREATE TYPE "public"."callback_state" AS ENUM('waiting', 'done', 'failed', 'refused');--> statement-breakpoint
CREATE TYPE "public"."movement_kind" AS ENUM('topup', 'reserve', 'charge', 'release');--> statement-breakpoint
CREATE TYPE "public"."import_state" AS ENUM('draft', 'waiting', 'running', 'done', 'failed', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."inbound_action" AS ENUM('out', 'in');--> statement-breakpoint
CREATE TABLE "blacklist" (
	"account_id" integer NOT NULL,
	"msisdn" text NOT NULL,
	"source" "blacklist_source" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"user_id" integer,
	"note" text,
	"sent_at" timestamp (3) with time zone,
	"message_id" uuid,
	CONSTRAINT "blacklist_account_id_msisdn_pk" PRIMARY KEY("account_id","msisdn")
);
--> statement-breakpoint
CREATE TABLE "cleared_members" (
	"account_id" integer NOT NULL,
	"clear_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "cleared_members_account_id_clear_id_contact_id_pk" PRIMARY KEY("account_id","clear_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "contact_fields" (
	"account_id" integer NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"position" smallint NOT NULL,
	CONSTRAINT "contact_fields_account_id_key_pk" PRIMARY KEY("account_id","key")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"account_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "contacts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"msisdn" text NOT NULL,
	"country" text,
	"name" text DEFAULT '' NOT NULL,
	"fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"last_sent_at" timestamp (3) with time zone,
	"last_status" "message_status",
	"last_reason" text,
	"delivered" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"last_click_at" timestamp (3) with time zone,
	"known_at" timestamp (3) with time zone,
	CONSTRAINT "contacts_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "forgotten_numbers" (
	"account_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "forgotten_numbers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"user_id" integer,
	"hash" "bytea" NOT NULL,
	"removed" jsonb NOT NULL,
	CONSTRAINT "forgotten_numbers_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "group_clears" (
	"account_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "group_clears_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"group_id" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"user_id" integer,
	"rules" jsonb NOT NULL,
	"removed" integer NOT NULL,
	"kept" integer NOT NULL,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "group_clears_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "group_members" (
	"account_id" integer NOT NULL,
	"group_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	CONSTRAINT "group_members_account_id_group_id_contact_id_pk" PRIMARY KEY("account_id","group_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"account_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "groups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" integer,
	CONSTRAINT "groups_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "unsubscribe_links" (
	"account_id" integer NOT NULL,
	"code" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"message_id" uuid NOT NULL,
	CONSTRAINT "unsubscribe_links_account_id_code_pk" PRIMARY KEY("account_id","code")
);
--> statement-breakpoint
CREATE TABLE "callback_targets" (
	"account_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "callback_targets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"hash" "bytea" NOT NULL,
	"ack_url" text,
	"click_url" text,
	CONSTRAINT "callback_targets_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "callbacks" (
	"account_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "callbacks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"sent_at" timestamp (3) with time zone NOT NULL,
	"message_id" uuid NOT NULL,
	"kind" "callback_kind" NOT NULL,
	"url" text NOT NULL,
	"state" "callback_state" DEFAULT 'waiting' NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"tried_at" timestamp (3) with time zone,
	"status" smallint,
	"error" text,
	CONSTRAINT "callbacks_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "credit_movements" (
	"account_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "credit_movements_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"kind" "movement_kind" NOT NULL,
	"available" numeric(16, 4) NOT NULL,
	"reserved" numeric(16, 4) NOT NULL,
	"messages" integer DEFAULT 0 NOT NULL,
	"subid" text,
	"campaign_id" bigint,
	"note" text,
	"user_id" integer,
	CONSTRAINT "credit_movements_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "prices" (
	"account_id" integer NOT NULL,
	"prefix" text NOT NULL,
	"credits" numeric(12, 4) NOT NULL,
	CONSTRAINT "prices_account_id_prefix_pk" PRIMARY KEY("account_id","prefix")
);
--> statement-breakpoint
CREATE TABLE "gateway_routes" (
	"account_id" integer NOT NULL,
	"prefix" text NOT NULL,
	"gateway_id" integer NOT NULL,
	CONSTRAINT "gateway_routes_account_id_prefix_pk" PRIMARY KEY("account_id","prefix")
);
--> statement-breakpoint
CREATE TABLE "import_chunks" (
	"account_id" integer NOT NULL,
	"import_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "import_chunks_account_id_import_id_n_pk" PRIMARY KEY("account_id","import_id","n")
);
--> statement-breakpoint
CREATE TABLE "import_remarks" (
	"account_id" integer NOT NULL,
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"content" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "import_remarks_account_id_import_id_line_pk" PRIMARY KEY("account_id","import_id","line")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"account_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"user_id" integer,
	"name" text NOT NULL,
	"bytes" bigint NOT NULL,
	"state" "import_state" DEFAULT 'draft' NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"progress" bigint DEFAULT 0 NOT NULL,
	"report" jsonb,
	"error" text,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "imports_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "inbound_messages" (
	"account_id" integer NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"id" uuid NOT NULL,
	"gateway_id" integer NOT NULL,
	"key" text NOT NULL,
	"msisdn" text NOT NULL,
	"recipient" text NOT NULL,
	"text" text NOT NULL,
	"action" "inbound_action",
	"keyword" text,
	"match" text,
	"raw" text,
	CONSTRAINT "inbound_messages_account_id_received_at_id_pk" PRIMARY KEY("account_id","received_at","id")
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "ack_url" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "click_url" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "callback_secret" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "callback_robots" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "whole_addresses" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "per_minute" integer;--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "per_second" integer;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "archived_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "callback_target_id" bigint;--> statement-breakpoint
CREATE INDEX "blacklist_at" ON "blacklist" USING btree ("at","account_id","msisdn");--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_msisdn" ON "contacts" USING btree ("msisdn","account_id");--> statement-breakpoint
CREATE INDEX "contacts_name" ON "contacts" USING gin ("name" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "contacts_unknown" ON "contacts" USING btree ("account_id") WHERE known_at is null;--> statement-breakpoint
CREATE INDEX "group_members_contact" ON "group_members" USING btree ("contact_id","account_id","group_id");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_name" ON "groups" USING btree (lower("name"),"account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "callback_targets_hash" ON "callback_targets" USING btree ("hash","account_id");--> statement-breakpoint
CREATE INDEX "callbacks_due" ON "callbacks" USING btree ("due_at","account_id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "callbacks_message" ON "callbacks" USING btree ("message_id","account_id","id");--> statement-breakpoint
CREATE INDEX "callbacks_created" ON "callbacks" USING btree ("created_at","account_id","id");--> statement-breakpoint
CREATE INDEX "credit_movements_at" ON "credit_movements" USING btree ("at","account_id","id");--> statement-breakpoint
CREATE INDEX "imports_created" ON "imports" USING btree ("created_at","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "inbound_messages_key" ON "inbound_messages" USING btree ("key","gateway_id","account_id");--> statement-breakpoint
CREATE INDEX "inbound_messages_msisdn" ON "inbound_messages" USING btree ("msisdn","account_id","received_at");