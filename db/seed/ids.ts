import { pool } from "@/db";

/** Numbers of a table's identity column, taken ahead: COPY cannot return those it would give. */
export class Ids {
  private free: number[] = [];

  constructor(private readonly table: "texts" | "campaigns" | "link_targets") {}

  /** At least so many are at hand afterwards. Not on the loader's connection, which may be copying. */
  async reserve(count: number): Promise<void> {
    if (this.free.length >= count) return;
    const { rows } = await pool().query<{ id: number }>(
      "select nextval(pg_get_serial_sequence($1, 'id')) as id from generate_series(1, $2)",
      [this.table, 2 * count - this.free.length],
    );
    this.free = [...this.free.reverse(), ...rows.map(({ id }) => id)].reverse();
  }

  next(): number {
    const id = this.free.pop();
    if (id === undefined) throw new Error(`More numbers of ${this.table} are needed than were reserved.`);
    return id;
  }
}
