-- Edited by hand where Drizzle has no words: extension, partitions, functions (marked "by hand").
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('owner', 'manager', 'viewer');--> statement-breakpoint
CREATE TYPE "public"."count_kind" AS ENUM('quarter', 'campaign');--> statement-breakpoint
CREATE TYPE "public"."message_encoding" AS ENUM('gsm7', 'ucs2');--> statement-breakpoint
CREATE TYPE "public"."message_origin" AS ENUM('api', 'web', 'import');--> statement-breakpoint
CREATE TYPE "public"."message_status" AS ENUM('processed', 'sent', 'delivered', 'expired', 'rejected', 'non-deliverable', 'duplicate', 'test');--> statement-breakpoint
CREATE TYPE "public"."receipt_verdict" AS ENUM('applied', 'duplicate', 'late', 'conflicting', 'early', 'orphan');--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "accounts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"zone" text NOT NULL,
	"default_country" text,
	"default_sender" text DEFAULT 'Acuse' NOT NULL,
	"duplicate_minutes" integer DEFAULT 60 NOT NULL,
	"validity_minutes" integer DEFAULT 4320 NOT NULL,
	"credit_control" boolean DEFAULT false NOT NULL,
	"balance" numeric(16, 4) DEFAULT '0' NOT NULL,
	"compat_always200" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"suspended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_keys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"account_id" integer NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"account_id" integer,
	"user_id" integer,
	"action" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "invitations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"account_id" integer NOT NULL,
	"email" text NOT NULL,
	"role" "role" NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "invitations_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"subject" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"account_id" integer,
	"role" "role",
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"platform_admin" boolean DEFAULT false NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"formats" text,
	"fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"session_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "count_deltas" (
	"account_id" integer NOT NULL,
	"kind" "count_kind" NOT NULL,
	"key" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"status" "message_status" NOT NULL,
	"messages" bigint NOT NULL,
	"segments" bigint NOT NULL,
	"credits" numeric(18, 4) NOT NULL,
	"clicked" bigint NOT NULL,
	"clicks" bigint NOT NULL,
	"robot_clicks" bigint NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "count_deltas_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	CONSTRAINT "count_deltas_account_id_kind_key_at_seq_pk" PRIMARY KEY("account_id","kind","key","at","seq")
);
--> statement-breakpoint
CREATE TABLE "counts" (
	"account_id" integer NOT NULL,
	"kind" "count_kind" NOT NULL,
	"key" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"status" "message_status" NOT NULL,
	"messages" bigint NOT NULL,
	"segments" bigint NOT NULL,
	"credits" numeric(18, 4) NOT NULL,
	"clicked" bigint NOT NULL,
	"clicks" bigint NOT NULL,
	"robot_clicks" bigint NOT NULL,
	CONSTRAINT "counts_account_id_kind_key_at_status_pk" PRIMARY KEY("account_id","kind","key","at","status")
);
--> statement-breakpoint
CREATE TABLE "client_references" (
	"account_id" integer NOT NULL,
	"reference" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"id" uuid NOT NULL,
	CONSTRAINT "client_references_account_id_reference_pk" PRIMARY KEY("account_id","reference")
);
--> statement-breakpoint
CREATE TABLE "gateway_references" (
	"account_id" integer NOT NULL,
	"gateway_id" integer NOT NULL,
	"reference" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"id" uuid NOT NULL,
	"part" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "gateway_references_account_id_gateway_id_reference_pk" PRIMARY KEY("account_id","gateway_id","reference")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"account_id" integer NOT NULL,
	"key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"answer" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_account_id_key_pk" PRIMARY KEY("account_id","key")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"account_id" integer NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"id" uuid NOT NULL,
	"gateway_id" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"handing_at" timestamp (3) with time zone,
	CONSTRAINT "outbox_account_id_sent_at_id_pk" PRIMARY KEY("account_id","sent_at","id")
);
--> statement-breakpoint
CREATE TABLE "recent_texts" (
	"account_id" integer NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "recent_texts_account_id_fingerprint_pk" PRIMARY KEY("account_id","fingerprint")
);
--> statement-breakpoint
CREATE TABLE "simulated_receipts" (
	"account_id" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"gateway_id" integer NOT NULL,
	"key" text NOT NULL,
	"reference" text NOT NULL,
	"receipt" jsonb NOT NULL,
	CONSTRAINT "simulated_receipts_account_id_due_at_gateway_id_key_pk" PRIMARY KEY("account_id","due_at","gateway_id","key")
);
--> statement-breakpoint
CREATE TABLE "gateways" (
	"account_id" integer NOT NULL,
	"id" integer NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"config" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"secret" text NOT NULL,
	"errors" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_receipt_at" timestamp (3) with time zone,
	"trouble" text,
	CONSTRAINT "gateways_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"account_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "campaigns_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"sender" text NOT NULL,
	"text_id" bigint,
	"subid" text,
	"label" text,
	"origin" "message_origin" NOT NULL,
	"recipients" integer NOT NULL,
	"created_by" integer,
	CONSTRAINT "campaigns_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "clicks" (
	"account_id" integer NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"message_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"code" text NOT NULL,
	"address" text,
	"address_hash" "bytea",
	"user_agent" text,
	"language" text,
	"device" text,
	"system" text,
	"browser" text,
	"country" text,
	"robot" boolean NOT NULL,
	"rule" text NOT NULL,
	"rules_version" smallint NOT NULL,
	CONSTRAINT "clicks_account_id_sent_at_message_id_id_pk" PRIMARY KEY("account_id","sent_at","message_id","id")
) PARTITION BY RANGE ("sent_at");
--> statement-breakpoint
CREATE TABLE "link_targets" (
	"account_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "link_targets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"hash" "bytea" NOT NULL,
	"url" text NOT NULL,
	CONSTRAINT "link_targets_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "links" (
	"account_id" integer NOT NULL,
	"code" text NOT NULL,
	"target_id" bigint NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"message_id" uuid NOT NULL,
	CONSTRAINT "links_account_id_code_pk" PRIMARY KEY("account_id","code")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"account_id" integer NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"id" uuid NOT NULL,
	"msisdn" text NOT NULL,
	"country" text,
	"operator" text,
	"sender" text NOT NULL,
	"text_id" bigint NOT NULL,
	"parameters" jsonb,
	"status" "message_status" NOT NULL,
	"reason" text,
	"code" text,
	"segments" smallint NOT NULL,
	"encoding" "message_encoding" NOT NULL,
	"cost" numeric(12, 4) NOT NULL,
	"credits" numeric(12, 4) NOT NULL,
	"campaign_id" bigint,
	"label" text,
	"subid" text,
	"reference" text,
	"gateway_id" integer,
	"origin" "message_origin" NOT NULL,
	"valid_until" timestamp (3) with time zone,
	"handed_at" timestamp (3) with time zone,
	"confirmed_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"receipts" smallint DEFAULT 0 NOT NULL,
	"clicks" integer DEFAULT 0 NOT NULL,
	"robot_clicks" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "messages_account_id_sent_at_id_pk" PRIMARY KEY("account_id","sent_at","id")
) PARTITION BY RANGE ("sent_at");
--> statement-breakpoint
CREATE TABLE "parked_receipts" (
	"account_id" integer NOT NULL,
	"gateway_id" integer NOT NULL,
	"reference" text NOT NULL,
	"key" text NOT NULL,
	"receipt" jsonb NOT NULL,
	"raw" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	"repeats" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "parked_receipts_account_id_gateway_id_reference_key_pk" PRIMARY KEY("account_id","gateway_id","reference","key")
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"account_id" integer NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"message_id" uuid NOT NULL,
	"key" text NOT NULL,
	"gateway_id" integer,
	"part" smallint NOT NULL,
	"meaning" "message_status",
	"sweep" boolean DEFAULT false NOT NULL,
	"refusal" boolean DEFAULT false NOT NULL,
	"code" text,
	"reason" text,
	"occurred_at" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone NOT NULL,
	"verdict" "receipt_verdict" NOT NULL,
	"text" text NOT NULL,
	"raw" text,
	"repeats" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "receipts_account_id_sent_at_message_id_key_pk" PRIMARY KEY("account_id","sent_at","message_id","key")
) PARTITION BY RANGE ("sent_at");
--> statement-breakpoint
CREATE TABLE "texts" (
	"account_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "texts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"hash" "bytea" NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "texts_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "scheduled_sendings" (
	"account_id" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"id" uuid NOT NULL,
	"subid" text NOT NULL,
	"sending" jsonb NOT NULL,
	"messages" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "scheduled_sendings_account_id_due_at_id_pk" PRIMARY KEY("account_id","due_at","id")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_account" ON "api_keys" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "audit_log_account" ON "audit_log" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "invitations_account" ON "invitations" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "users_account" ON "users" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "client_references_sent" ON "client_references" USING btree ("sent_at","account_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created" ON "idempotency_keys" USING btree ("created_at","account_id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("gateway_id","account_id","due_at");--> statement-breakpoint
CREATE INDEX "recent_texts_sent" ON "recent_texts" USING btree ("sent_at","account_id");--> statement-breakpoint
CREATE INDEX "campaigns_sent" ON "campaigns" USING btree ("sent_at","account_id");--> statement-breakpoint
CREATE INDEX "clicks_at" ON "clicks" USING btree ("at","account_id","id");--> statement-breakpoint
CREATE INDEX "clicks_hashed" ON "clicks" USING btree ("at","account_id") WHERE address_hash is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "link_targets_hash" ON "link_targets" USING btree ("hash","account_id");--> statement-breakpoint
CREATE INDEX "links_message" ON "links" USING btree ("message_id","account_id","sent_at");--> statement-breakpoint
CREATE INDEX "messages_status" ON "messages" USING btree ("status","account_id","sent_at");--> statement-breakpoint
CREATE INDEX "messages_msisdn" ON "messages" USING btree ("msisdn","account_id","sent_at");--> statement-breakpoint
CREATE INDEX "messages_country" ON "messages" USING btree ("country","account_id","sent_at");--> statement-breakpoint
CREATE INDEX "messages_text" ON "messages" USING btree ("text_id","account_id","sent_at");--> statement-breakpoint
CREATE INDEX "messages_sender" ON "messages" USING btree ("sender","account_id","sent_at");--> statement-breakpoint
CREATE INDEX "messages_campaign" ON "messages" USING btree ("campaign_id","account_id","sent_at") WHERE campaign_id is not null;--> statement-breakpoint
CREATE INDEX "messages_subid" ON "messages" USING btree ("subid","account_id","sent_at") WHERE subid is not null;--> statement-breakpoint
CREATE INDEX "messages_reference" ON "messages" USING btree ("reference","account_id") WHERE reference is not null;--> statement-breakpoint
CREATE INDEX "messages_updated" ON "messages" USING btree ("updated_at","account_id","id");--> statement-breakpoint
CREATE INDEX "messages_parameters" ON "messages" USING gin ((jsonb_path_query_array(parameters, '$.*')::text) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "parked_receipts_received" ON "parked_receipts" USING btree ("received_at","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "texts_hash" ON "texts" USING btree ("hash","account_id");--> statement-breakpoint
CREATE INDEX "texts_body" ON "texts" USING gin ("body" gin_trgm_ops);--> statement-breakpoint
-- by hand: the monthly partitions of messages, receipts and clicks that cover [since, until]; UTC months, made ahead by the worker.
CREATE FUNCTION ensure_partitions(since timestamptz, until timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  month timestamp := date_trunc('month', since AT TIME ZONE 'UTC');
  parent text;
  made integer := 0;
BEGIN
  WHILE month <= until AT TIME ZONE 'UTC' LOOP
    FOREACH parent IN ARRAY ARRAY['messages', 'receipts', 'clicks'] LOOP
      IF to_regclass(format('%I', parent || to_char(month, '_YYYY_MM'))) IS NULL THEN
        -- Two processes may find it missing at once: the lock makes the second see the first's.
        PERFORM pg_advisory_xact_lock(hashtext('acuse.partitions'));
        EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
          parent || to_char(month, '_YYYY_MM'), parent,
          to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
          to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
        made := made + 1;
      END IF;
    END LOOP;
    month := month + interval '1 month';
  END LOOP;
  RETURN made;
END $$;--> statement-breakpoint
-- by hand: the text as it was sent. One pass, so a value that looks like a placeholder is not expanded again. The pattern
-- is PLACEHOLDER of lib/messages/template.ts; a test compares the two. Cut at each %, because splitting by the pattern
-- itself takes six times as long, and files are made of millions of these.
CREATE FUNCTION render_text(body text, parameters jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  pieces text[] := string_to_array(body, '%');
  last integer := array_length(pieces, 1);
  rendered text := pieces[1];
  opens boolean := true; -- whether the % before this piece can open a placeholder: not if it closed one
BEGIN
  IF parameters IS NULL OR last IS NULL THEN RETURN body; END IF;
  FOR i IN 2 .. last LOOP
    IF NOT opens THEN
      rendered := rendered || pieces[i];
      opens := true;
    ELSIF i < last AND pieces[i] ~ '^[^\u0001-\u002c\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u009f]{1,50}$' THEN
      rendered := rendered || coalesce(parameters ->> pieces[i], '%' || pieces[i] || '%');
      opens := false;
    ELSE
      rendered := rendered || '%' || pieces[i];
    END IF;
  END LOOP;
  RETURN rendered;
END $$;--> statement-breakpoint
-- by hand: whether a value put into a template is like the pattern. A function, so that its price can be told: asked last,
-- of the few messages that messages_parameters finds, it must not turn Postgres away from that index.
CREATE FUNCTION any_value_like(parameters jsonb, pattern text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10
  AS $$ SELECT EXISTS (SELECT FROM jsonb_each_text(parameters) AS given WHERE given.value ILIKE pattern) $$;
