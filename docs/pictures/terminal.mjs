// Records what a program writes to a real terminal, and what the terminal shows of it.
import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { tool } from './project.mjs';

export const columns = 100;

// Runs a command line of dataflux in a terminal; the scratch folder is shown as ~/shop. `seen` is called with what was written so far; what
// it returns is shown as typed meanwhile.
export function record(project, line, seen = () => undefined) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    const began = performance.now();
    const environment = { ...project.environment(), PATH: `${dirname(tool)}${delimiter}${process.env.PATH}` };
    const command = `stty cols ${columns} rows 40; exec bash -c '${line}'`;
    const program = spawn('script', ['-qfec', command, '/dev/null'], { cwd: project.folder, env: environment });
    program.stdout.setEncoding('utf8');
    program.stdout.on('data', written => {
      const text = written.replaceAll(project.folder, '~/shop');
      chunks.push({ at: performance.now() - began, text });
      const typed = seen(chunks.map(chunk => chunk.text).join(''));
      if (typed) chunks.push({ at: performance.now() - began, text: typed });
    });
    program.on('error', reject);
    program.on('close', () => resolve(chunks));
  });
}

// The rows of a terminal; a cell is a letter with its colour.
export class Screen {
  rows = [[]];
  row = 0;
  column = 0;
  style = '';

  write(text) {
    for (const [part] of text.matchAll(/\x1b\[[?]?[0-9;]*[A-Za-z]|\x1b[=>]|\r|\n|[^\x1b\r\n]/gu)) {
      if (part === '\r') this.column = 0;
      else if (part === '\n') this.down();
      else if (part.startsWith('\x1b[')) this.escape(part.slice(2, -1), part.at(-1));
      else if (!part.startsWith('\x1b')) this.put(part);
    }
    return this;
  }

  escape(argument, kind) {
    if (kind === 'm') this.style = this.styled(argument);
    else if (kind === 'K') this.rows[this.row] = [];
    else if (kind === 'A') this.row = Math.max(0, this.row - Number(argument || 1));
    else if (!'hl'.includes(kind)) throw new Error(`the terminal does not know ESC[${argument}${kind}`);
  }

  styled(argument) {
    const [first, , colour] = argument.split(';').map(Number);
    if (first === 38) return `c${colour}`;
    if (first >= 30 && first <= 37) return `c${first - 30}`;
    if (first >= 90 && first <= 97) return `c${first - 82}`;
    return first === 1 ? 'b' : '';
  }

  put(letter) {
    if (this.column === columns) {
      this.down();
      this.column = 0;
    }
    const cells = this.rows[this.row];
    while (cells.length < this.column) cells.push([' ', '']);
    cells[this.column++] = [letter, this.style];
  }

  down() {
    this.row++;
    if (this.row === this.rows.length) this.rows.push([]);
  }

  // Copies of the rows as runs of one colour: [column, text, style].
  shown() {
    return this.rows.map(cells => {
      const runs = [];
      cells.forEach(([letter, style], column) => {
        const last = runs.at(-1);
        if (last && last[2] === style) last[1] += letter;
        else runs.push([column, letter, style]);
      });
      for (const run of runs) run[1] = run[1].trimEnd();
      return runs.filter(run => run[1] !== '');
    });
  }
}
