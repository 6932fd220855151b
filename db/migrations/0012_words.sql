ALTER TABLE "accounts" ADD COLUMN "out_words" text[];--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "in_words" text[];