ALTER TYPE "public"."count_dimension" ADD VALUE 'hour';--> statement-breakpoint
-- Counts are made again with the hours of the week in them; until then the rows answer.
UPDATE "count_zones" SET "zone" = '';
