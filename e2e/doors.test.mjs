// The doors in a real browser: a passkey of a virtual authenticator, and the pages around second factors.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { member, open, overflows, violations } from './house.mjs';

let house;
before(async () => { house = await open(); });
after(async () => { await house?.close(); });

// Passkeys belong to a host name: the same demo, asked by one.
const named = () => ({ ...house, url: house.url.replace('127.0.0.1', 'localhost') });

async function authenticator(page) {
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test('a passkey is registered and signs in', async () => {
  const page = await member(named(), 'finance', { locale: 'en-US' });
  await authenticator(page);
  await page.goto('/profile/passkeys');
  await page.fill('section.facts [name=name]', 'my laptop');
  await Promise.all([page.waitForNavigation(), page.click('section.facts form button')]);
  await Promise.all([page.waitForURL('**/profile/passkeys'), page.click('form[data-passkey] button')]);
  assert.equal(await page.inputValue('td [name=name]'), 'my laptop');
  await Promise.all([page.waitForNavigation(), page.click('form[action="/logout"] button')]);
  await Promise.all([page.waitForNavigation(), page.click('form[action="/login/passkey-challenges"] button')]);
  assert.deepEqual(await violations(page), []);
  await Promise.all([page.waitForURL((url) => url.pathname === '/'), page.click('form[data-passkey] button')]);
  assert.match(await page.textContent('.reader'), /finance/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the pages of the doors are accessible', async () => {
  for (const look of [{ locale: 'zh-CN', width: 1360 }, { locale: 'en-US', colorScheme: 'dark', width: 500 }]) {
    const page = await member(named(), 'admin', look);
    for (const path of ['/profile', '/profile/password', '/profile/second-factor', '/profile/passkeys', '/tokens', '/tokens/members']) {
      assert.equal((await page.goto(path)).status(), 200, path);
      assert.deepEqual(await violations(page), [], `${path} ${look.locale}`);
      assert.ok(!(await overflows(page)), `${path} is wider than the window`);
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});
