ALTER TABLE "contacts" ADD COLUMN "last_message_id" uuid;--> statement-breakpoint
ALTER TABLE "forgotten_numbers" ADD COLUMN "suppressed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "forgotten_numbers" ADD COLUMN "finished_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "members" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "forgotten_numbers_hash" ON "forgotten_numbers" USING btree ("hash","account_id");--> statement-breakpoint
CREATE INDEX "group_clears_group" ON "group_clears" USING btree ("group_id","account_id","id");