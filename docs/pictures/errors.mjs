// What check says of the README's definition and profile with mistakes in them: all of them at once, each with its line and what to do.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project, repository } from './project.mjs';
import { record, Screen, columns } from './terminal.mjs';
import { prompt, rowAt, rowText, screenPicture } from './screen-picture.mjs';

const mistakes = [
  ['users.yaml', 'profile: users.csx', 'profile: users.csx\nbatchsize: 500'],
  ['users.csx', '[property: Key]', '[Key]'],
  ['users.csx', 'item.String("name")', 'item.Sting("name")'],
  ['users.csx', 'Task onStart(ISqlTarget target)', 'Task onStart(ITarget2 target)'],
];

export async function picture() {
  const project = new Project();
  try {
    const readme = readFileSync(join(repository, 'README.md'), 'utf8');
    for (const [, name, text] of readme.matchAll(/`(users\.\w+)`[^\n]*:\n\n```\w+\n(.*?)```/gs))
      writeFileSync(join(project.folder, name), text);
    for (const [file, from, to] of mistakes) change(join(project.folder, file), from, to);
    const screen = new Screen();
    for (const { text } of await record(project, 'dataflux check users; true')) screen.write(text);
    const rows = [prompt('dataflux check users'), ...screen.shown()];
    while (rows.at(-1).length === 0) rows.pop();
    return screenPicture(
      columns, rows.length, 'A terminal: check names each mistake with its file, its line and what to do',
      rows.map((runs, i) => rowText(runs, rowAt(i))).join('\n'));
  } finally {
    project.remove();
  }
}

function change(path, from, to) {
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no '${from}'`);
  writeFileSync(path, text.replace(from, to));
}
