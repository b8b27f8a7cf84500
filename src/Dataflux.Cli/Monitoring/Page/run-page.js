'use strict';
const live = /*live*/false;
const number = value => Math.round(value).toLocaleString('en-US');
const percent = value => `${(100 * value).toFixed(0)} %`;
const clock = seconds => { const s = Math.max(0, Math.floor(seconds)), two = n => String(n).padStart(2, '0'); return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`; };
const plural = (count, noun) => `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
const names = { running: 'running', complete: 'complete', limited: 'stopped at the limit', interrupted: 'interrupted', tooManyRejects: 'stopped by too many rejects', failed: 'failed', crashed: 'crashed' };
const rejects = status => status.counts.rejectedTotal > 0 && ['complete', 'limited'].includes(status.phase) ? ` with ${plural(status.counts.rejectedTotal, 'reject')}` : '';
const heading = status => (names[status.phase] ?? status.phase) + rejects(status);
const isBad = status => status.phase === 'failed' || status.phase === 'tooManyRejects' || status.phase === 'crashed' || rejects(status) !== '';

// Text goes in as text: log lines and file names are not markup.
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) made.setAttribute(name, value);
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

const section = (title, ...children) => element('section', {}, element('h2', {}, title), ...children);
const dim = text => element('span', { class: 'dim' }, text);
const fact = (name, value, note) => element('div', {}, dim(name), element('b', {}, value), dim(note ?? ''));
const bar = (...shares) => element('div', { class: 'bar' }, ...shares.map((share, i) => element('i', { style: `width: ${(100 * Math.max(0, Math.min(1, share))).toFixed(2)}%`, ...(i ? { class: 'ahead' } : {}) })));

function table(heads, rows, texts) {
  const cell = (tag, value, column) => element(tag, texts.includes(column) ? { class: 'text' } : {}, String(value));
  return element('table', {}, element('thead', {}, element('tr', {}, ...heads.map((head, i) => cell('th', head, i)))),
    element('tbody', {}, ...rows.map(row => element('tr', {}, ...row.map((value, i) => cell('td', value, i))))));
}

// The tab tells how the run stands.
function favicon(status) {
  const colour = status.phase === 'running' ? '#2563eb' : isBad(status) ? '#c2410c' : '#059669';
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="${colour}"/><path d="M4 6h8M4 10h8" stroke="#fff" stroke-width="2"/></svg>`;
  document.getElementById('icon').href = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
}

// Every item read is in one place; what is read and in none yet is under way.
function account(status) {
  const { counts, itemsTotal } = status, placed = counts.kept + counts.skippedTotal + counts.rejectedTotal + (counts.waiting ?? 0) + (counts.partitioned ?? 0);
  const term = (value, noun, kind) => element('div', {}, element('b', kind ? { class: kind } : {}, number(value)), ` ${noun}`);
  const terms = [['kept', counts.kept, 'good'], ['skipped', counts.skippedTotal], ['rejected', counts.rejectedTotal, counts.rejectedTotal > 0 ? 'bad' : '']];
  if (counts.waiting) terms.push(['waiting for a row they refer to', counts.waiting]);
  if (counts.partitioned) terms.push(['read, not yet grouped', counts.partitioned]);
  const underWay = status.phase === 'running' ? counts.items - placed : 0;
  if (underWay > 0) terms.push(['under way', underWay]);
  const adds = placed + underWay === counts.items, promised = itemsTotal == null || itemsTotal === counts.items, running = status.phase === 'running';
  const verdict = !adds ? ['bad', `✗ they add up to ${number(placed)}`]
    : itemsTotal == null ? ['good', '✓ nothing promised how many there are']
    : promised ? ['good', `✓ as many as the source promised`]
    : [running ? 'dim' : 'bad', `${running ? 'so far' : '✗'}, of ${number(itemsTotal)} that the source promised`];
  return section('The account', element('div', { class: 'account', id: 'account' }, term(counts.items, 'items'),
    ...terms.flatMap(([noun, value, kind], i) => [element('div', { class: 'sign' }, i ? '+' : '='), term(value, noun, kind)]),
    element('div', { class: `check ${verdict[0]}` }, verdict[1])));
}

// Points that are close together would make peaks of single batches. What came before the run, such as starting a server, is not in its time.
function rates(all, seconds) {
  const before = Math.max(0, (all.at(-1)?.seconds ?? 0) - seconds), points = all.map(point => ({ ...point, seconds: Math.max(0, point.seconds - before) }));
  const last = points.at(-1)?.seconds ?? 0, step = Math.max(0.5, last / 400), at = [0], read = [null], kept = [null], retries = [];
  let from = points[0];
  for (const point of points.slice(1)) {
    if (point.retries > from.retries) retries.push(point.seconds);
    const seconds = point.seconds - from.seconds;
    if (seconds < step && point !== points.at(-1)) continue;
    if (seconds >= step / 2 || at.length === 1) {
      at.push(point.seconds);
      read.push(Math.max(0, point.items - from.items) / Math.max(seconds, 1e-3));
      kept.push(Math.max(0, point.kept - from.kept) / Math.max(seconds, 1e-3));
    }
    from = point;
  }
  return { data: [at, read, kept], retries };
}

const chart = { box: element('div', { id: 'chart' }), plot: null, retries: [] };
function draw(points, seconds) {
  const { data, retries } = rates(points, seconds), colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  chart.retries = retries;
  if (chart.plot) return chart.plot.setData(data);
  const axis = values => ({ stroke: colour('--dim'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 }, font: '11px system-ui', ...values });
  const series = (label, name) => ({ label, stroke: colour(name), width: 2, points: { show: data[0].length < 4 }, value: (_, rate) => rate == null ? '–' : `${number(rate)}/s` });
  const size = () => ({ width: Math.max(200, chart.box.clientWidth), height: chart.box.clientWidth < 600 ? 180 : 240 });
  chart.plot = new uPlot({
    ...size(), cursor: { y: false }, scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(1, most * 1.08)] } },
    axes: [axis({ values: (_, ticks) => ticks.map(clock), space: 80, incrs: [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800, 86400] }), axis({ values: (_, ticks) => ticks.map(number), size: 64 })],
    series: [{ label: 'at', value: (_, seconds) => seconds == null ? '–' : clock(seconds) }, series('read', '--a'), series('committed', '--b')],
    hooks: { draw: [plot => {
      const { ctx, bbox } = plot;
      ctx.save(); ctx.strokeStyle = colour('--bad'); ctx.setLineDash([4, 4]);
      for (const at of chart.retries) { const x = Math.round(plot.valToPos(at, 'x', true)); ctx.beginPath(); ctx.moveTo(x, bbox.top); ctx.lineTo(x, bbox.top + bbox.height); ctx.stroke(); }
      ctx.restore();
    }] },
  }, data, chart.box);
  new ResizeObserver(() => chart.plot.setSize(size())).observe(chart.box);
}

function bottleneck(stages, seconds) {
  const worked = stages.filter(stage => stage.seconds > 0).sort((a, b) => b.seconds - a.seconds)[0];
  if (!worked) return 'Nothing has worked yet.';
  const share = worked.seconds / Math.max(seconds, 0.001), who = { read: 'the source', upsert: 'the target' }[worked.stage] ?? `the profile's ${worked.stage}`;
  return share < 0.5 ? `No stage worked half of the time; ${worked.stage} worked most, ${percent(share)} of it: starting and waiting took the rest.`
    : `${who[0].toUpperCase()}${who.slice(1)} sets the pace: ${worked.stage} worked ${percent(share)} of the time${share > 1 ? ', in several tasks at once' : ''}.`;
}

function stageBars(stages, seconds) {
  const most = Math.max(seconds, 0.001, ...stages.map(stage => stage.seconds));
  return stages.flatMap(stage => [element('div', { class: 'stage' }, element('span', {}, stage.stage),
    bar((stage.seconds - (stage.commitSeconds ?? 0)) / most, (stage.commitSeconds ?? 0) / most),
    element('span', {}, `${stage.seconds.toFixed(2)} s, ${percent(stage.seconds / Math.max(seconds, 0.001))}`)),
  stage.commitSeconds || stage.meanLagSeconds ? element('div', { class: 'stage dim' },
    element('span', { class: 'note' }, [stage.commitSeconds ? `commits ${stage.commitSeconds.toFixed(2)} s (green)` : '', stage.meanLagSeconds ? `what it took had waited ${stage.meanLagSeconds.toFixed(3)} s` : ''].filter(part => part).join(', '))) : null]);
}

function reason({ reason, examples }) {
  const places = [reason.code, reason.table && `table ${reason.table}`, reason.column && `column ${reason.column}`, reason.constraint && `constraint ${reason.constraint}`].filter(part => part);
  return element('div', { class: 'reason' }, element('div', {}, element('b', {}, plural(reason.items, 'item')), ` at ${reason.stage}${places.map(place => `, ${place}`).join('')}`),
    element('div', { class: 'wrap' }, reason.message),
    ...examples.map(example => element('div', { class: 'dim wrap' }, `for example ${example.file}, line${example.lines.length === 1 ? '' : 's'} ${example.lines.slice(0, 5).join(', ')}${example.lines.length > 5 ? ', …' : ''}`
      + (example.key ? `, key ${example.key}` : '') + (example.message === reason.message ? '' : `: ${example.message}`))));
}

function limits(pressure, now) {
  if (!pressure) return null;
  const parts = [];
  if (pressure.maxRate != null) parts.push(`at most ${number(pressure.maxRate)} records per second, ${number(pressure.recordsPerSecond)} now; writers waited ${clock(pressure.rateWaitSeconds)} for it`);
  if (pressure.maxReplicaLagSeconds != null) parts.push((pressure.replica ? `replica ${pressure.replica} is ${pressure.replicaLagSeconds.toFixed(1)} s behind` : 'no replica is connected')
    + `, ${pressure.maxReplicaLagSeconds} s are allowed; ` + (pressure.heldSince ? `waiting for it for ${clock((new Date(now) - new Date(pressure.heldSince)) / 1000)}` : `waited ${clock(pressure.heldSeconds)} for replicas`));
  return element('div', { class: pressure.heldSince ? 'bad' : 'dim', id: 'limits' }, parts.join('; '));
}

function show(picture) {
  const { status, points, stages, rejectReasons, fileEntries, retries, log } = picture, counts = status.counts, all = status.itemsTotal || 0;
  const seconds = status.seconds ?? (new Date(status.updatedAt) - new Date(status.startedAt)) / 1000, running = status.phase === 'running';
  const share = all ? status.itemsPassed / all : status.files ? status.filesDone / status.files : 0, ahead = all ? (counts.items - status.itemsPassed) / all : 0;
  const why = Object.entries(counts.rejected).map(([stage, count]) => ['rejected', stage, number(count)]).concat(Object.entries(counts.skipped).map(([name, count]) => ['skipped', name, number(count)]));
  document.title = `${status.name}: ${heading(status)}`;
  favicon(status);
  const scrolled = document.querySelector('pre'), atEnd = !scrolled || scrolled.scrollTop + scrolled.clientHeight >= scrolled.scrollHeight - 4;
  document.getElementById('page').replaceChildren(...[
    element('h1', {}, `${status.name}: `, element('span', isBad(status) ? { class: 'bad', id: 'phase' } : { id: 'phase' }, heading(status))),
    element('div', { class: 'dim wrap' }, `${status.export} → ${status.target}`),
    element('div', { class: 'dim' }, `${status.run ? `Run ${status.run}, ` : ''}PID ${status.pid}, begun ${status.startedAt.slice(0, 19)}Z, ${running ? 'for' : 'took'} ${clock(seconds)}`),
    status.lastError ? element('div', { class: 'bad wrap' }, status.lastError) : null,
    status.waiting ? element('div', { class: 'bad' }, `waiting: attempt ${status.waiting.attempt} in ${Math.max(0, Math.ceil((new Date(status.waiting.until) - new Date(status.updatedAt)) / 1000))} s`) : null,
    limits(status.pressure, status.updatedAt),
    bar(share, ahead),
    account(status),
    section('Progress', element('div', { class: 'facts' },
      fact('Items', number(status.itemsPassed), (all ? `of ${number(all)}, ${percent(share)}` : '') + (ahead > 0 ? `; ${number(counts.items)} read` : '')),
      fact('Items per second', number(running ? status.itemsPerSecond : status.meanItemsPerSecond ?? 0), status.secondsLeft != null ? `${clock(status.secondsLeft)} left` : 'on average'),
      fact('Files', number(status.filesDone), `of ${number(status.files)}`),
      status.partitions ? fact('Partitions', number(status.partitionsDone), `of ${number(status.partitions)} grouped`) : null,
      status.waited ? fact('Waited', number(status.waited), 'for a row they refer to') : null,
      fact('Retries', number(status.retries)))),
    section('Items per second', chart.box, chart.retries.length ? dim('dashed: a retry') : null),
    section('Stages', element('div', { id: 'bottleneck' }, bottleneck(stages, seconds)), ...stageBars(stages, seconds)),
    section('Records', table(['inserted', 'updated', 'unchanged', 'deleted', 'batches', 'MB read'], [[number(counts.records.inserted), number(counts.records.updated), number(counts.records.unchanged), number(counts.records.deleted), number(counts.batches), (counts.bytes / 1e6).toFixed(1)]], [])),
    section('Rejected and skipped', why.length ? table(['', 'by', 'items'], why, [0, 1]) : dim('nothing')),
    rejectReasons.length ? section('Why items were rejected', ...rejectReasons.map(reason), live ? null : element('div', {}, 'All of them, with their items: ', element('a', { href: 'rejects.ndjson' }, 'rejects.ndjson'), ', beside this page.')) : null,
    section('Files', table(['file', 'name', 'items', 'kept', 'skipped', 'rejected', 'seconds'], fileEntries.map(file => [file.number, file.name, number(file.items), number(file.kept), number(file.skipped), number(file.rejected), file.seconds.toFixed(1)]).reverse(), [1])),
    section('Retries', retries.length ? table(['at', 'what', 'why', 'attempt', 'wait'], retries.map(retry => [retry.at.slice(0, 19) + 'Z', retry.what, retry.message, retry.attempt, retry.delaySeconds.toFixed(1) + ' s']).reverse(), [0, 1, 2]) : dim('none')),
    section('Log', element('pre', {}, log.join('\n')))].filter(part => part !== null));
  draw(points, running ? Infinity : seconds);
  const pre = document.querySelector('pre');
  if (atEnd) pre.scrollTop = pre.scrollHeight;
  document.body.dataset.shown = String(Number(document.body.dataset.shown ?? 0) + 1);
}

show(JSON.parse(document.getElementById('picture').textContent));
if (live) {
  const timer = setInterval(async () => {
    try { show(await (await fetch('picture.json')).json()); }
    catch { clearInterval(timer); document.title = document.title + ' (ended)'; document.getElementById('phase').append(' (the process has ended; see report.html in its state folder)'); }
  }, 1000);
}
