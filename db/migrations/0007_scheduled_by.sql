ALTER TABLE "scheduled_sendings" ADD COLUMN "user_id" integer;--> statement-breakpoint
ALTER TABLE "scheduled_sendings" ADD COLUMN "key_id" integer;