// init, check, migrate, kill -9, migrate again: recorded, and shown at its own pace but for long waits.
import { Project } from './project.mjs';
import { columns, record, Screen } from './terminal.mjs';
import { prompt, row, rowAt, rowText, screenPicture } from './screen-picture.mjs';

const height = 35;
const longest = 500;
const step = 700;
const last = 9000;

export async function picture() {
  const project = new Project().generate('--items', '150000', '--files', '15');
  project.migration = 'shop';
  try {
    const session = new Session();
    session.add('dataflux init shop --from export --no-editor', await record(project, 'dataflux init shop --from export --no-editor'));
    session.add('dataflux check shop', await record(project, 'dataflux check shop'));
    session.add('dataflux migrate shop', await record(project, 'dataflux migrate shop; true', killAfter(project, 5)));
    session.add('dataflux migrate shop', await record(project, 'dataflux migrate shop'));
    return session.draw();
  } finally {
    project.remove();
  }
}

// From another terminal, once so many files are done.
function killAfter(project, files) {
  let killed = false;
  return text => {
    if (!killed && new RegExp(`m([${files}-9]|1[0-9]) of [0-9]+ files done`).test(text)) {
      killed = true;
      const { pid } = project.state('shop', 'dataflux.pid');
      process.kill(pid, 'SIGKILL');
      return `\r\n\r\n\x1b[32m$\x1b[0m \x1b[1mkill -9 ${pid}\x1b[0m   \x1b[90m# from another terminal\x1b[0m\r\n`;
    }
    return undefined;
  };
}

class Session {
  now = 0;
  above = [];
  moments = [];

  add(line, chunks) {
    this.above.push(prompt(line));
    this.show([]);
    this.now += step;
    const screen = new Screen();
    let before = 0;
    let shown = [];
    for (const { at, text } of chunks) {
      this.now += Math.min(at - before, longest);
      before = at;
      shown = screen.write(text).shown();
      this.show(shown);
    }
    while (shown.at(-1)?.length === 0) shown.pop();
    this.above.push(...shown, []);
    this.now += step;
  }

  // Only what can be seen: a terminal writes more often than anybody looks.
  show(rows) {
    const moment = { at: this.now, rows: [...this.above, ...rows].map(runs => JSON.stringify(runs)) };
    if (this.moments.length > 0 && moment.at - this.moments.at(-1).at < 220 && this.moments.at(-1).rows.length > this.above.length)
      moment.at = this.moments.pop().at;
    this.moments.push(moment);
  }

  draw() {
    const total = this.now + last;
    const shown = [];
    this.moments.forEach((moment, m) => {
      moment.rows.forEach((runs, index) => {
        const open = shown.find(one => one.index === index && one.to === undefined);
        if (open?.runs === runs) return;
        if (open) open.to = moment.at;
        if (runs !== '[]') shown.push({ index, runs, from: moment.at, to: undefined });
      });
      for (const one of shown)
        if (one.to === undefined && one.index >= moment.rows.length) one.to = moment.at;
      if (m === this.moments.length - 1) this.rows = moment.rows.length;
    });

    const percent = at => `${+(100 * at / total).toFixed(2)}%`;
    const style = [];
    const texts = shown.map(({ index, runs, from, to }, i) => {
      style.push(`@keyframes k${i}{0%{opacity:0}${percent(from)}{opacity:1}`
        + `${to === undefined ? '' : `${percent(to)}{opacity:0}`}100%{opacity:${to === undefined ? 1 : 0}}}`);
      return rowText(JSON.parse(runs), rowAt(index))
        .replace('<text', `<text style="animation-name:k${i}"${to === undefined ? '' : ' class="t"'}`);
    });
    const top = rows => -Math.max(0, rows - height) * row;
    const scroll = this.moments.map(moment => `${percent(moment.at)}{transform:translateY(${top(moment.rows.length)}px)}`);
    style.push(`@keyframes up{${[...new Set(scroll)].join('')}100%{transform:translateY(${top(this.rows)}px)}}`);
    const timing = `${(total / 1000).toFixed(1)}s step-end infinite`;
    style.unshift(
      `g>g{animation:up ${timing};transform:translateY(${top(this.rows)}px)}text{animation:${timing}}.t{opacity:0}`
      + '@media(prefers-reduced-motion:reduce){text,g>g{animation:none!important}}');
    return screenPicture(
      columns, height, 'A terminal: init, check, migrate, kill -9, and migrate again, which goes on where it was stopped',
      `<g>\n${texts.join('\n')}\n</g>`, style.join(''));
  }
}
