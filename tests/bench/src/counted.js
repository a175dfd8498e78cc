// Our Worker with a count of what it asks of its database: the platform's own numbers, as it hands them out with
// each result. Only the measurements start this.
import Product from "./index.mjs";

const fresh = () => ({ prepared: 0, trips: 0, statements: 0, rows_read: 0, rows_written: 0 });
let counts = fresh();

function watch(database) {
  if (Object.hasOwn(database, "batch")) return;
  const { prepare, batch } = database;
  database.prepare = function (sql) {
    counts.prepared += 1;
    return prepare.call(this, sql);
  };
  database.batch = async function (statements) {
    const results = await batch.call(this, statements);
    counts.trips += 1;
    counts.statements += statements.length;
    for (const { meta } of results) {
      counts.rows_read += meta.rows_read;
      counts.rows_written += meta.rows_written;
    }
    return results;
  };
}

export { Bell } from "./index.mjs";

export default class extends Product {
  async fetch(request) {
    if (new URL(request.url).pathname === "/counted") {
      const told = counts;
      counts = fresh();
      return Response.json(told);
    }
    watch(this.env.DB);
    return super.fetch(request);
  }
}
