// A chain on its time line: a full export and the incremental ones after it, and what three real runs brought of them.
import { cpSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from './project.mjs';
import { arrow, box, drawing, number, text } from './svg.mjs';

const exports = 'examples/orders/AWSDynamoDB';

export async function picture() {
  const project = new Project().copy('dataflux.yaml', 'migrations/orders.yaml', 'migrations/orders.csx', 'examples/orders');
  project.migration = 'orders';
  try {
    const later = join(project.folder, 'later');
    mkdirSync(later);
    const folders = readdirSync(join(project.folder, exports)).filter(name => name !== 'data').sort();
    for (const name of folders.slice(1)) renameSync(join(project.folder, exports, name), join(later, name));
    const steps = [];
    for (const name of folders) {
      if (steps.length > 0) cpSync(join(later, name), join(project.folder, exports, name), { recursive: true });
      project.run('migrate', 'orders', '--quiet');
      const manifest = JSON.parse(project.read(join(exports, name, 'manifest-summary.json')));
      const rows = Number(project.run('sql', 'orders', '--', '-Atc', 'select count(*) from orders'));
      steps.push({ manifest, records: project.state('orders', 'runs.json').at(-1).counts.records, rows });
    }
    return draw(steps);
  } finally {
    project.remove();
  }
}

function draw(steps) {
  const [left, step, axis] = [120, 265, 96];
  const at = i => left + i * step;
  const width = at(steps.length - 1) + 150;
  const parts = [
    text(24, 32, 'A chain of exports: each run applies what is new', 'h'),
    arrow(48, axis, width - 24, axis),
    text(width - 28, axis - 10, 'time of the table', 's', 'end'),
  ];
  let before = { inserted: 0, updated: 0, deleted: 0 };
  steps.forEach(({ manifest, records, rows }, i) => {
    const isFull = manifest.exportType !== 'INCREMENTAL_EXPORT';
    const time = (manifest.exportToTime ?? manifest.exportTime).slice(0, 10);
    if (!isFull) {
      parts.push(`<path d="M${at(i - 1) + 8} ${axis}H${at(i) - 8}" stroke="#0969da" stroke-width="6" opacity=".45"/>`);
      parts.push(text((at(i - 1) + at(i)) / 2, axis - 12, `${number(manifest.itemCount)} changes`, 'a', 'middle'));
    }
    parts.push(`<circle cx="${at(i)}" cy="${axis}" r="6" fill="${isFull ? '#1a7f37' : '#0969da'}"/>`);
    parts.push(text(at(i), axis + 26, time, 'm', 'middle'));
    parts.push(text(at(i), axis + 46, isFull ? `full export, ${number(manifest.itemCount)} items` : 'incremental export', 's', 'middle'));
    parts.push(arrow(at(i), axis + 56, at(i), axis + 84));
    const since = name => (records[name] ?? 0) - (before[name] ?? 0);
    parts.push(box(at(i) - 96, axis + 90, 192, 106));
    parts.push(text(at(i), axis + 113, `run ${i + 1}`, 'h', 'middle'));
    const counts = ['inserted', 'updated', 'deleted'].map(name => `${number(since(name))} ${name}`);
    counts.forEach((line, n) => parts.push(text(at(i), axis + 134 + n * 18, line, ['w', 'k', 'r'][n], 'middle')));
    parts.push(text(at(i), axis + 218, `${number(rows)} rows in the table`, 'h', 'middle'));
    before = records;
    if (i > 0) parts.push(arrow(at(i - 1) + 98, axis + 143, at(i) - 98, axis + 143));
  });
  return drawing(width, axis + 242, 'A full export and two incremental ones on the time line of the table, with what each run changed', parts);
}
