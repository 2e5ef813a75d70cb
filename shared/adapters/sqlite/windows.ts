import type { BreakGlassWindow } from '../../break-glass/model.ts';
import type { StateStore } from '../../ports.ts';
import { parseWindow } from '../store/records.ts';
import { windowExpiryFrom } from '../store/retention.ts';
import type { SqliteContext } from './database.ts';

/** Break-glass windows in SQLite. */
export function sqliteWindows(context: SqliteContext): Pick<StateStore, 'listWindows' | 'updateWindow'> {
  return {
    listWindows: async () =>
      context.read('list break-glass windows', () =>
        context.db
          .prepare(
            `SELECT id, json FROM break_glass_window WHERE estate = ? AND expires_at > ?
             ORDER BY opened_at DESC, id DESC`,
          )
          .all(context.estate, context.clock.now().getTime())
          .map((row) => parseWindow(String(row.json), String(row.id))),
      ),
    updateWindow: async (id, change) =>
      context.write('change a break-glass window', () => {
        const row = context.db
          .prepare('SELECT json FROM break_glass_window WHERE estate = ? AND id = ?')
          .get(context.estate, id);
        if (row === undefined) return null;
        const changed = change(parseWindow(String(row.json), id));
        writeWindow(context, changed);
        return changed;
      }),
  };
}

/** Writes a window; inside the transaction of the caller. */
export function writeWindow({ db, estate, clock }: SqliteContext, window: BreakGlassWindow): void {
  db.prepare(
    'INSERT OR REPLACE INTO break_glass_window (estate, id, opened_at, expires_at, json) VALUES (?, ?, ?, ?, ?)',
  ).run(
    estate,
    window.id,
    Date.parse(window.openedAt),
    windowExpiryFrom(clock.now()).getTime(),
    JSON.stringify(window),
  );
}
