// The house under test: a demo of its own on free ports, a browser, and a signed-in page of somebody of the cast.
import { execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const PASSWORD = 'partner-portal-demo-2026';

// Starts the demo with a small world, or with these options, and answers once it is ready.
export async function open(...options) {
  const folder = await mkdtemp(join(tmpdir(), 'portal-e2e-'));
  await chmod(folder, 0o711); // the database server may run as another user
  const world = ['--customers', '120', '--resellers', '3', '--lines', '6', '--months', '2'];
  const where = ['--data-dir', folder, '--listen', '127.0.0.1:0', '--sandbox-listen', '127.0.0.1:0'];
  const demo = spawn(process.env.DEMO_BIN, [...where, ...(options.length ? options : world)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { url, sandbox } = await ready(demo);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: FLAGS,
  });
  const close = async () => {
    await browser.close();
    demo.kill('SIGTERM');
    await new Promise((done) => (demo.exitCode === null ? demo.once('exit', done) : done()));
    await rm(folder, { recursive: true, force: true });
  };
  return { url, sandbox, browser, close };
}

// Starts a portal of its own, not the demo: second factors are asked for, and only the master of one organisation exists.
// Answers where it listens and the token of the link on which he sets his first password.
export async function openPortal(organization) {
  const folder = await mkdtemp(join(tmpdir(), 'portal-e2e-'));
  await chmod(folder, 0o711);
  const portal = join(dirname(process.env.DEMO_BIN), 'portal');
  const env = { ...process.env, PORTAL_DATA_DIR: folder };
  const serving = spawn(portal, ['serve', '--listen', '127.0.0.1:0', '--no-jobs'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const { url } = await ready(serving);
  const making = ['member', 'create-master', '--organization', organization, '--username', 'master', '--name', 'ACME', '--kind', 'distributor'];
  const { stdout } = await promisify(execFile)(portal, making, { env });
  const [, token] = stdout.match(/token=([0-9a-f]{64})/);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS });
  const close = async () => {
    await browser.close();
    serving.kill('SIGTERM');
    await new Promise((done) => (serving.exitCode === null ? serving.once('exit', done) : done()));
    await rm(folder, { recursive: true, force: true });
  };
  return { url, token, browser, close };
}

function ready(demo) {
  return new Promise((resolve, reject) => {
    demo.once('exit', (code) => reject(new Error(`the demo ended with ${code} before it was ready`)));
    const lines = createInterface({ input: demo.stdout });
    let sandbox;
    lines.on('line', (line) => {
      const [, word, address] = line.match(/^(ready|sandbox) +(http:\S+)/) ?? [];
      if (word === 'sandbox') sandbox = address;
      if (word === 'ready') resolve({ url: address, sandbox });
    });
  });
}

// A page of a visitor: language, scheme and width as of a browser; every script error and refused resource is a failure.
export async function visitor(house, { locale = 'zh-CN', colorScheme = 'light', width = 1360 } = {}) {
  const context = await house.browser.newContext({ locale, colorScheme, viewport: { width, height: 900 }, baseURL: house.url });
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (4\d\d)/.test(message.text())) page.complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(house.url) && !request.url().startsWith('data:')) page.complaints.push(`foreign: ${request.url()}`);
  });
  return page;
}

// Signs in somebody of the cast.
export async function signIn(page, username = 'admin', organization = 'yunhe', password = PASSWORD) {
  if (!page.url().includes('/login')) await page.goto('/login');
  await page.fill('[name=organization]', organization);
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', password);
  await Promise.all([page.waitForNavigation(), page.click('main form button.main')]);
}

export async function member(house, username, options = {}, organization = 'yunhe') {
  const page = await visitor(house, options);
  await signIn(page, username, organization);
  return page;
}

// Clicks and waits for the page that comes of it.
export const send = (page, button) => Promise.all([page.waitForNavigation(), page.click(button)]);

// Accessibility violations of the page as it stands, one line each.
export async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return found.violations.map((one) => `${one.id}: ${one.help} — ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(' | ')}`);
}

// Whether something on the page is wider than the window.
export function overflows(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
}

// Passkeys belong to a host name: the same demo, asked by one.
export const named = (house) => ({ ...house, url: house.url.replace('127.0.0.1', 'localhost') });

// A virtual authenticator, as a laptop has one.
export async function authenticator(page) {
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

// The code of an authenticator app (RFC 6238) so many seconds from now.
export function totp(key, ahead = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key.replace(/\s/g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const seed = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1000 + ahead) / 30)));
  const mac = createHmac('sha1', seed).update(step).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
