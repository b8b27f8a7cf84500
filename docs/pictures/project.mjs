// A folder like a fresh project, in which the real tool runs.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const repository = join(import.meta.dirname, '..', '..');
export const tool = process.env.DATAFLUX ?? built('Dataflux.Cli', 'dataflux');
const generator = built('Dataflux.SampleData', 'Dataflux.SampleData.dll');

export class Project {
  folder = mkdtempSync(join(tmpdir(), 'dataflux-pictures-'));

  // The migration whose database goes with the project.
  migration = undefined;

  // The shipped pictures, over an export with bad items.
  static ofPictures() {
    const project = new Project().copy('dataflux.yaml', 'migrations/pictures.yaml', 'migrations/pictures.csx')
      .generate('--items', '60000', '--files', '12', '--bad');
    project.migration = 'pictures';
    return project;
  }

  // What the repository brings, by its path there.
  copy(...paths) {
    for (const path of paths) cpSync(join(repository, path), join(this.folder, path), { recursive: true });
    return this;
  }

  generate(...options) {
    execFileSync('dotnet', [generator, '--out', join(this.folder, 'export'), ...options]);
    return this;
  }

  run(...parts) {
    return execFileSync(tool, parts, { cwd: this.folder, env: this.environment(), encoding: 'utf8' });
  }

  // The exit code tells how a run ended; here only what it left matters.
  try(...parts) {
    try {
      return this.run(...parts);
    } catch (e) {
      if (e.status === null) throw e;
      return e.stdout;
    }
  }

  read(path) {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  state(name, file) {
    return JSON.parse(this.read(join('.dataflux', name, file)));
  }

  environment() {
    return { ...process.env, TERM: 'xterm-256color', PICTURES_EXPORT: join(this.folder, 'export'), NO_COLOR: undefined };
  }

  remove() {
    if (this.migration) this.run('reset', this.migration, '--database', '--yes');
    rmSync(this.folder, { recursive: true });
  }
}

function built(project, file) {
  const path = join(repository, 'artifacts', 'bin', project, 'debug', file);
  if (!existsSync(path)) throw new Error(`${path} is missing; build ${project} first`);
  return path;
}
