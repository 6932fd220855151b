-- by hand: Drizzle knows no statistics targets.
-- Of an account or a group younger than the last ANALYZE statistics say that it has no rows, and a join of a million of
-- them is then planned as one of none: row by row, quadratic. Without statistics of these columns every account and
-- group is taken for a two-hundredth of the whole, which always leads through the index of the number, or a hash.
ALTER TABLE "contacts" ALTER COLUMN "account_id" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "group_members" ALTER COLUMN "account_id" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "group_members" ALTER COLUMN "group_id" SET STATISTICS 0;
