// An item's way to a record: what 'dataflux try' shows of one item of the example single-table.
import { Project } from './project.mjs';
import { arrow, box, drawing, lines, text } from './svg.mjs';

export async function picture() {
  const project = new Project().copy('dataflux.yaml', 'examples/single-table');
  project.migration = 'examples/single-table/single-table.yaml';
  try {
    const tried = JSON.parse(project.run('try', project.migration, '--key', 'sk=PROFILE', '-n', '1', '--output', 'json'));
    return draw(tried.items[0], tried.groups[0], tried.wouldDo[0]);
  } finally {
    project.remove();
  }
}

function draw({ item, row }, group, would) {
  const record = group.records[0];
  const boxes = [
    ['item of the export', Object.entries(item.Item).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)],
    ['row, a C# record', fields(row)],
    [`record ${record.type}`, fields(record.values)],
    [`row of the table ${would.table}`, Object.entries(would.row).map(([name, value]) => `${name} = ${value}`)],
  ];
  const width = 7.6 * Math.max(...boxes.flatMap(([, contents]) => contents.map(content => content.length))) + 28;
  const deep = 18 * Math.max(...boxes.map(([, contents]) => contents.length)) + 22;
  const [left, right] = [24, 24 + width + 110];
  const [top, low] = [76, 76 + deep + 84];
  const places = [[left, top], [right, top], [left, low], [right, low]];
  const parts = [text(24, 32, 'An item’s way to a record', 'h')];
  boxes.forEach(([name, contents], i) => {
    const [x, y] = places[i];
    parts.push(text(x + 4, y - 10, name, 'h'), box(x, y, width, deep, ['#f6f8fa', '#fff8c5', '#fff8c5', '#dafbe1'][i]));
    parts.push(lines(x + 14, y + 24, contents, 'm'));
  });
  const middle = top + deep + 30;
  parts.push(
    arrow(left + width + 8, top + deep / 2, right - 8, top + deep / 2), text(right - 55, top + deep / 2 - 8, 'parseItem', 'm h', 'middle'),
    `<path d="M${right + width / 2} ${top + deep + 6}V${middle}H${left + width - 60}" fill="none" stroke="#59636e" stroke-width="1.6"/>`,
    arrow(left + width - 60, middle, left + width - 60, low - 8), text(right - 55, middle - 8, 'transform', 'm h', 'middle'),
    arrow(left + width + 8, low + deep / 2, right - 8, low + deep / 2), text(right - 55, low + deep / 2 - 8, 'upsert', 'm h', 'middle'));
  return drawing(Math.ceil(right + width + 24), low + deep + 24, 'What an item becomes: a row, a record, and a row of its table', parts);
}

const fields = values => Object.entries(values).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
