// Items a second of the ways to fill a table, from the table of figures in docs/performance.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawing, number, text } from './svg.mjs';

const items = '2,000,000';

export async function picture() {
  const rows = readFileSync(join(import.meta.dirname, '..', 'performance.md'), 'utf8').split('\n')
    .filter(line => line.startsWith(`| ${items} |`) && !line.includes('re-run'))
    .map(line => line.split('|').map(cell => cell.trim()))
    .map(([, , , what, wall, rate]) => ({ what, wall, rate: Number(rate.replaceAll(',', '')) }))
    .sort((a, b) => b.rate - a.rate);
  const left = 330;
  const most = 420;
  const scale = most / Math.max(...rows.map(row => row.rate));
  const parts = [
    text(24, 32, `Items a second, ${items} items`, 'h'),
    rows.map(({ what, wall, rate }, i) => [
      text(left - 12, 66 + i * 30, /^\d/.test(what) ? `dataflux, ${what}` : what, '', 'end'),
      `<rect x="${left}" y="${52 + i * 30}" width="${(rate * scale).toFixed(1)}" height="20" rx="3" fill="${colourOf(what)}"/>`,
      text(left + rate * scale + 8, 66 + i * 30, `${number(rate)}, ${wall} s`, 's'),
    ]),
  ];
  return drawing(900, 68 + rows.length * 30, `Items a second of ${rows.length} ways to fill a table`, parts);
}

// dataflux into the database; without one; all else.
const colourOf = what => /^without/.test(what) ? '#b6d4fe' : /reader/.test(what) ? '#0969da' : '#afb8c1';
