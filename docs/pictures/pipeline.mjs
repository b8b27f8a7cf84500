// The pipeline with its three exits, and how many items and records took each of them in a real run.
import { Project } from './project.mjs';
import { arrow, box, drawing, number, text } from './svg.mjs';

export async function picture() {
  const project = Project.ofPictures();
  try {
    project.try('migrate', 'pictures', '--quiet');
    return draw(project.state('pictures', 'summary.json').counts);
  } finally {
    project.remove();
  }
}

function draw(counts) {
  const skipped = sum(counts.skipped);
  const rejected = sum(counts.rejected);
  const { inserted = 0, updated = 0, unchanged = 0 } = counts.records;
  const stages = [
    ['export', ['read in order'], false], ['parseItem', ['item to row'], true], ['filter', ['keep or skip'], true],
    ['groupKey', ['rows of one key'], true], ['transform', ['rows to record'], true], ['upsert', ['a batch in one', 'transaction'], true],
    ['table', [], false],
  ];
  const left = 24;
  const step = 133;
  const top = 52;
  const width = left + step * (stages.length - 1) + 112 + left + 16;
  const at = i => left + i * step + 56;
  const rail = (y, colour, to, from) => [
    `<path d="M${Math.min(...from)} ${y}H${Math.max(to, ...from)}${from.map(x => `M${x} ${top + 64}V${y}`).join('')}" fill="none" `
      + `stroke="${colour}" stroke-width="1.6"/>`,
    arrow(to, y, to, 180, colour),
  ];
  const parts = [
    text(left, 32, 'Every item ends in exactly one place', 'h'),
    stages.map(([name, about, scripted], i) => stage(left + i * step, top, name, about, scripted)),
    stages.slice(1).map((_, i) => arrow(left + i * step + 112, top + 32, left + (i + 1) * step, top + 32)),
    rail(136, '#9a6700', at(2), [at(1) - 16, at(2)]),
    rail(154, '#d1242f', at(4), [at(0), at(1) + 16, at(4), at(5)]),
    arrow(at(6), top + 64, at(6), 180, '#1a7f37'),
    exit(at(2), 'skipped', number(skipped), ['by design of the', 'profile, counted'], 'k', '#9a6700'),
    exit(at(4), 'rejected', number(rejected), ['kept with reason', 'in rejects.ndjson'], 'r', '#d1242f'),
    exit(at(6), 'written', number(counts.kept), [`as ${number(inserted + updated + unchanged)} records,`, 'committed'], 'w', '#1a7f37'),
    `<rect x="${left}" y="180" width="214" height="84" rx="6" fill="#ddf4ff" stroke="#54aeff"/>`,
    text(left + 16, 204, 'items of the export', 's'),
    text(left + 16, 228, number(counts.items), 'h'),
    text(left + 16, 250, `= ${number(counts.kept)} + ${number(skipped)} + ${number(rejected)}`, 'm'),
  ];
  return drawing(width, 288, `The pipeline: ${number(counts.items)} items were written, skipped or rejected`, parts);
}

function stage(x, y, name, about, scripted) {
  return [
    box(x, y, 112, 64, scripted ? '#fff8c5' : '#f6f8fa', scripted ? '#d4a72c' : '#d1d9e0'),
    text(x + 56, y + [37, 28, 22][about.length], name, scripted ? 'm h' : 'h', 'middle'),
    about.map((line, i) => text(x + 56, y + (about.length > 1 ? 39 : 47) + i * 15, line, 's', 'middle')),
  ];
}

function exit(middle, name, count, about, style, colour) {
  return [
    `<rect x="${middle - 72}" y="180" width="144" height="84" rx="6" fill="#fff" stroke="${colour}" stroke-width="1.4"/>`,
    text(middle, 203, `${name}  ${count}`, `h ${style}`, 'middle'),
    about.map((line, i) => text(middle, 226 + i * 18, line, 's', 'middle')),
  ];
}

const sum = counts => Object.values(counts ?? {}).reduce((a, b) => a + b, 0);
