// The report of a real run: its page as a browser lays it out, as SVG.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project } from './project.mjs';
import { sans } from './svg.mjs';

const width = 900;
const most = 1040;

export async function picture() {
  const project = Project.ofPictures();
  try {
    project.try('migrate', 'pictures', '--quiet');
    const page = project.read('.dataflux/pictures/report.html').replaceAll(project.folder, '~/shop');
    return browse(`${page}<script>(${outline})(${width}, ${most}, ${JSON.stringify(sans)})</script>`);
  } finally {
    project.remove();
  }
}

function browse(page) {
  const folder = mkdtempSync(join(tmpdir(), 'dataflux-report-'));
  try {
    const path = join(folder, 'page.html');
    writeFileSync(path, page);
    const dom = execFileSync('chromium', [
      '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--hide-scrollbars',
      `--user-data-dir=${join(folder, 'profile')}`,
      `--window-size=${width},1600`, '--virtual-time-budget=2000', '--dump-dom', `file://${path}`,
    ], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 });
    return Buffer.from(/<i id="outline">([^<]+)</.exec(dom)[1], 'base64').toString('utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// Runs in the page: what has a ground or a border becomes a rectangle, and each line of a text a text.
function outline(width, most, sans) {
  const parts = [];
  const escaped = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const round = value => +value.toFixed(1);
  const end = Math.max(...[...document.querySelectorAll('section')].map(one => one.getBoundingClientRect().bottom).filter(at => at <= most));
  const isShown = ({ width, height, top }) => width > 0 && height > 0 && top < end;

  function rectangle(element) {
    const at = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const hasBorder = parseFloat(style.borderLeftWidth) > 0;
    const hasGround = style.backgroundColor !== 'rgba(0, 0, 0, 0)';
    if (!isShown(at) || !(hasBorder || hasGround)) return;
    const height = Math.min(at.height, end - at.top);
    parts.push(`<rect x="${round(at.left)}" y="${round(at.top)}" width="${round(at.width)}" height="${round(height)}" `
      + `rx="${parseFloat(style.borderRadius) || 0}" fill="${hasGround ? style.backgroundColor : 'none'}"`
      + `${hasBorder ? ` stroke="${style.borderLeftColor}"` : ''}/>`);
  }

  function painted(canvas) {
    const at = canvas.getBoundingClientRect();
    if (!isShown(at)) return;
    parts.push(`<image x="${round(at.left)}" y="${round(at.top)}" width="${round(at.width)}" height="${round(at.height)}" href="${canvas.toDataURL()}"/>`);
  }

  function written(node) {
    const style = getComputedStyle(node.parentElement);
    const range = document.createRange();
    const found = [];
    [...node.data].reduce((index, letter) => {
      range.setStart(node, index);
      range.setEnd(node, index + letter.length);
      const at = range.getBoundingClientRect();
      const last = found.at(-1);
      if (isShown(at)) {
        if (last && Math.abs(last.top - at.top) < 2) Object.assign(last, { text: last.text + letter, right: at.right });
        else found.push({ text: letter, left: at.left, right: at.right, top: at.top, bottom: at.bottom });
      }
      return index + letter.length;
    }, 0);
    for (const line of found.filter(line => line.text.trim() !== '' && line.bottom < end)) {
      const size = parseFloat(style.fontSize);
      const middle = (line.top + line.bottom) / 2;
      parts.push(`<text x="${round(line.left)}" y="${round(middle + size * 0.36)}" textLength="${round(line.right - line.left)}" `
        + `lengthAdjust="spacingAndGlyphs" fill="${style.color}" `
        + `font-size="${round(size)}" font-weight="${style.fontWeight}" xml:space="preserve" `
        + `font-family="${style.fontFamily.includes('mono') ? 'ui-monospace,Menlo,Consolas,monospace' : sans}">`
        + `${escaped(line.text)}</text>`);
    }
  }

  (function walk(element) {
    if (['SCRIPT', 'STYLE'].includes(element.tagName) || getComputedStyle(element).display === 'none') return;
    if (element instanceof HTMLCanvasElement) painted(element);
    else rectangle(element);
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) written(child);
      else if (child.nodeType === Node.ELEMENT_NODE) walk(child);
    }
  })(document.body);

  const height = Math.ceil(end + 14);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>The report of a run: its account, its rates over time, and how long its stages worked</title>
<clipPath id="c"><rect width="${width}" height="${height}" rx="9"/></clipPath>
<g clip-path="url(#c)">
<rect width="${width}" height="${height}" fill="${getComputedStyle(document.body).backgroundColor}"/>
${parts.join('\n')}
</g>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="9" fill="none" stroke="#d1d9e0"/>
</svg>
`;
  const place = document.createElement('i');
  place.id = 'outline';
  place.textContent = btoa(String.fromCharCode(...new TextEncoder().encode(svg)));
  document.body.append(place);
}
