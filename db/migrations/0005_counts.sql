-- by hand: what is held already is kept where its cells stay the same; days and months are counted by the worker, which
-- finds that they are in no account's zone.
ALTER TABLE "counts" RENAME TO "counts_before";--> statement-breakpoint
ALTER TABLE "count_deltas" RENAME TO "count_deltas_before";--> statement-breakpoint
ALTER TABLE "count_deltas_before" RENAME CONSTRAINT "count_deltas_account_id_kind_key_at_seq_pk" TO "count_deltas_before_pk";--> statement-breakpoint
ALTER SEQUENCE "count_deltas_seq_seq" RENAME TO "count_deltas_before_seq";--> statement-breakpoint
CREATE TYPE "public"."count_dimension" AS ENUM('all', 'country', 'operator', 'sender', 'label', 'reason', 'gateway', 'campaign');--> statement-breakpoint
CREATE TYPE "public"."count_span" AS ENUM('quarter', 'day', 'month', 'ever');--> statement-breakpoint
CREATE TYPE "public"."delay_measure" AS ENUM('processing', 'confirmation');--> statement-breakpoint
CREATE TABLE "count_delays" (
	"account_id" integer NOT NULL,
	"span" "count_span" NOT NULL,
	"dimension" "count_dimension" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"key" text NOT NULL,
	"status" "message_status" NOT NULL,
	"measure" "delay_measure" NOT NULL,
	"class" smallint NOT NULL,
	"messages" bigint NOT NULL,
	"milliseconds" bigint NOT NULL,
	CONSTRAINT "count_delays_pk" PRIMARY KEY("account_id","span","dimension","at","key","status","measure","class")
);
--> statement-breakpoint
CREATE TABLE "count_deltas" (
	"account_id" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "count_deltas_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"status" "message_status" NOT NULL,
	"country" text,
	"operator" text,
	"sender" text,
	"label" text,
	"reason" text,
	"gateway_id" integer,
	"campaign_id" bigint,
	"processing" bigint,
	"confirmation" bigint,
	"messages" integer NOT NULL,
	"segments" integer NOT NULL,
	"credits" numeric(18, 4) NOT NULL,
	"clicked" integer NOT NULL,
	"clicks" integer NOT NULL,
	"robot_clicks" integer NOT NULL,
	"silent" integer NOT NULL,
	CONSTRAINT "count_deltas_account_id_at_seq_pk" PRIMARY KEY("account_id","at","seq")
);
--> statement-breakpoint
CREATE TABLE "count_gaps" (
	"account_id" integer NOT NULL,
	"span" "count_span" NOT NULL,
	"dimension" "count_dimension" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "count_gaps_account_id_span_dimension_at_pk" PRIMARY KEY("account_id","span","dimension","at")
);
--> statement-breakpoint
CREATE TABLE "count_zones" (
	"account_id" integer PRIMARY KEY NOT NULL,
	"zone" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counts" (
	"account_id" integer NOT NULL,
	"span" "count_span" NOT NULL,
	"dimension" "count_dimension" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"key" text NOT NULL,
	"status" "message_status" NOT NULL,
	"messages" bigint NOT NULL,
	"segments" bigint NOT NULL,
	"credits" numeric(18, 4) NOT NULL,
	"clicked" bigint NOT NULL,
	"clicks" bigint NOT NULL,
	"robot_clicks" bigint NOT NULL,
	"silent" bigint NOT NULL,
	CONSTRAINT "counts_account_id_span_dimension_at_key_status_pk" PRIMARY KEY("account_id","span","dimension","at","key","status")
);
--> statement-breakpoint
-- by hand: as above.
INSERT INTO "counts" SELECT "account_id", (CASE "kind" WHEN 'quarter' THEN 'quarter' ELSE 'ever' END)::count_span,
	(CASE "kind" WHEN 'quarter' THEN 'all' ELSE 'campaign' END)::count_dimension, "at", "key", "status",
	sum("messages"), sum("segments"), sum("credits"), sum("clicked"), sum("clicks"), sum("robot_clicks"), 0
FROM (
	SELECT "account_id", "kind", "key", "at", "status", "messages", "segments", "credits", "clicked", "clicks", "robot_clicks" FROM "counts_before"
	UNION ALL
	SELECT "account_id", "kind", "key", "at", "status", "messages", "segments", "credits", "clicked", "clicks", "robot_clicks" FROM "count_deltas_before"
) AS "before" GROUP BY "account_id", "kind", "key", "at", "status" HAVING sum("messages") <> 0;--> statement-breakpoint
INSERT INTO "count_zones" SELECT "id", '' FROM "accounts";--> statement-breakpoint
DROP TABLE "counts_before";--> statement-breakpoint
DROP TABLE "count_deltas_before";--> statement-breakpoint
DROP TYPE "public"."count_kind";
