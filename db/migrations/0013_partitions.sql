-- by hand: as in 0000, but for two things. A partition is made by itself and then attached: made as one at once it would
-- lock its whole table against everybody, table after table, and whoever had read clicks and wanted messages next came to a
-- deadlock. And there is room in each page of messages: a click changes no indexed column, so where there is room the new
-- version stays in its page and no index is touched.
CREATE OR REPLACE FUNCTION ensure_partitions(since timestamptz, until timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  month timestamp := date_trunc('month', since AT TIME ZONE 'UTC');
  parent text;
  part text;
  made integer := 0;
BEGIN
  WHILE month <= until AT TIME ZONE 'UTC' LOOP
    FOREACH parent IN ARRAY ARRAY['messages', 'receipts', 'clicks'] LOOP
      part := parent || to_char(month, '_YYYY_MM');
      IF to_regclass(format('%I', part)) IS NULL THEN
        -- Two processes may find it missing at once: the lock makes the second see the first's.
        PERFORM pg_advisory_xact_lock(hashtext('acuse.partitions'));
        EXECUTE format('CREATE TABLE IF NOT EXISTS %I (LIKE %I INCLUDING ALL) WITH (fillfactor = %s)',
          part, parent, CASE parent WHEN 'messages' THEN 90 ELSE 100 END);
        CONTINUE WHEN EXISTS (SELECT FROM pg_inherits WHERE inhrelid = format('%I', part)::regclass);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
          parent, part,
          to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
          to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
        made := made + 1;
      END IF;
    END LOOP;
    month := month + interval '1 month';
  END LOOP;
  RETURN made;
END $$;--> statement-breakpoint
DO $$
DECLARE
  part regclass;
BEGIN
  FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'messages'::regclass LOOP
    EXECUTE format('ALTER TABLE %s SET (fillfactor = 90)', part);
  END LOOP;
END $$;
